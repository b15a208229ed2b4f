import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { fixtureProject } from "../testing/checkout.ts";
import { brief, problemsOf, problemsWith, workflows } from "../testing/tenants/problems-of.ts";
import { happyTenant, tenantFolder } from "../testing/tenants/tenant-folder.ts";
import { workflows as declared } from "../workflows/declarations.ts";
import { checkEntries, checkTenants, formatProblem, InvalidTenantsError, loadTenants } from "./tenants.ts";
import { paramsOf } from "./workflow-params.ts";

describe("tenants", () => {
  it("load: defaults are filled in", () => {
    using folder = tenantFolder({ "acme.yaml": happyTenant });
    const [tenant] = loadTenants(folder.dir, workflows);
    expect(tenant).to.deep.include({ id: "acme", weight: 2, storage: { bucket: "acme-catalogue" } });
    expect(tenant?.workflows["catalog-import"]).to.deep.include({
      chunks: 4,
      maxItemFailures: 0.1,
      renditions: [{ width: 400, format: "webp", quality: 80 }],
    });
  });

  it("load: the whole folder, by id", () => {
    const tenants = loadTenants(join(fixtureProject, "tenants"), paramsOf(declared));
    expect(tenants.map(({ id }) => id)).to.deep.equal([
      "acme-outdoor",
      "bolt-bikes",
      "cafe-lumiere",
      "delta-decor",
      "ember-toys",
      "fjord-fashion",
    ]);
    expect(tenants.filter(({ paused }) => paused !== undefined).map(({ id }) => id)).to.deep.equal([
      "delta-decor",
    ]);
    expect(readdirSync(join(fixtureProject, "tenants"))).to.have.length(tenants.length);
  });

  it("errors: every problem at once, with file, place, line and fix", () => {
    using folder = tenantFolder({
      "acme.yaml": happyTenant.replace("chunks: 4", "chunk: 4").replace("weight: 2", 'weight: "2"'),
      "bolt.yaml": "id: bolt\n",
    });
    const load = () => loadTenants(folder.dir, workflows);
    expect(load).to.throw(InvalidTenantsError);
    try {
      load();
    } catch (error) {
      expect(
        (error as Error).message.replaceAll(`${folder.dir}/`, "tenants/"),
      ).to.equal(`4 problems in 2 tenant files:

tenants/acme.yaml:4:9 BL-T009 weight must be a number, not "2"
  4 | weight: "2"
    |         ^ write 2 without quotes

tenants/acme.yaml:12:5 BL-T007 unknown key "chunk" in workflows.catalog-import
  12 |     chunk: 4
     |     ^ did you mean "chunks"?

tenants/bolt.yaml:1:1 BL-T008 name is missing
  1 | id: bolt
    | ^ add name: and a value, for example Acme Outdoor

tenants/bolt.yaml:1:1 BL-T008 workflows is missing
  1 | id: bolt
    | ^ add workflows: {} if it stays empty`);
    }
  });

  it("check: valid files count although others are not", () => {
    using folder = tenantFolder({ "acme.yaml": happyTenant, "bolt.yaml": "id: bolt\n" });
    expect(checkTenants(folder.dir, workflows).tenants.map(({ id }) => id)).to.deep.equal(["acme"]);
  });

  it("aliases: a problem is reported where the value is written", () => {
    const text = `id: acme
name: &name Acme
paused: *name
workflows: {}
`;
    expect(problemsOf({ "acme.yaml": text })).to.deep.equal([]);
    const wrong = text.replace("&name Acme", '&name ""');
    expect(brief(problemsOf({ "acme.yaml": wrong }))).to.deep.equal([
      "2:13 BL-T010 name must have at least 1 character, not 0",
      '3:9 BL-T010 paused must be the reason for the pause, in words, not ""',
    ]);
  });

  it("aliases that multiply the file are rejected", () => {
    const levels = "abcdefgh".split("");
    const bomb = levels
      .map(
        (name, i) =>
          `${name}: &${name} [${
            i === 0
              ? "x"
              : Array(9)
                  .fill(`*${levels[i - 1]}`)
                  .join(", ")
          }]`,
      )
      .join("\n");
    expect(brief(problemsOf({ "acme.yaml": `${bomb}\n` }))).to.deep.equal([
      "2:8 BL-T005 aliases multiply this file beyond 100 repetitions → write the values out",
    ]);
  });

  it("deeply nested files are rejected", () => {
    const [problem] = problemsOf({ "acme.yaml": "[".repeat(10_000) });
    expect(problem).to.deep.include({ code: "BL-T002", message: "the YAML is nested too deep" });
  });

  it("large files are rejected", () => {
    expect(brief(problemsOf({ "acme.yaml": "#".repeat(70_000) }))).to.deep.equal([
      "1:1 BL-T018 the file has 70000 bytes → a tenant's file has at most 65536",
    ]);
  });

  it("files that are not UTF-8 are rejected, with the line", () => {
    const latin1 = Buffer.from(happyTenant.replace("Acme\n", "Café\n"), "latin1");
    expect(brief(problemsOf({ "acme.yaml": latin1 }))).to.deep.equal([
      "2:1 BL-T001 the file is not UTF-8 text → save it with the encoding UTF-8",
    ]);
  });

  it("an empty file and a list are rejected", () => {
    expect(brief(problemsOf({ "acme.yaml": "", "bolt.yaml": "- id: bolt\n" }))).to.deep.equal([
      "1:1 BL-T006 the file is empty → start with id: and name:",
      "1:1 BL-T006 the file is not a block of key: value lines → start with id: and name:",
    ]);
  });

  it("the same id or bucket in two files is rejected", () => {
    const problems = problemsOf({ "acme.yaml": happyTenant, "bolt.yaml": happyTenant });
    expect(problems.map(({ file, line, code }) => `${file}:${line} ${code}`)).to.deep.equal([
      "bolt.yaml:1 BL-T013",
      "bolt.yaml:1 BL-T014",
      "bolt.yaml:6 BL-T015",
    ]);
  });

  it("other files are rejected, dot files are ignored", () => {
    expect(brief(problemsOf({ "acme.yml": happyTenant, "README.md": "", ".DS_Store": "" }))).to.deep.equal([
      "1:1 BL-T017 this is not a tenant's file → move it: this folder holds one .yaml file a tenant and nothing else",
      "1:1 BL-T017 this is not a tenant's file → rename it to acme.yaml",
    ]);
  });

  it("folders and links are rejected by any name", () => {
    using folder = tenantFolder({ "acme.yaml": happyTenant });
    mkdirSync(join(folder.dir, "bolt.yaml"));
    symlinkSync("acme.yaml", join(folder.dir, "cafe.yaml"));
    const hint = "replace it by a file: folders and links are not read";
    expect(brief(checkTenants(folder.dir, workflows).problems)).to.deep.equal([
      `1:1 BL-T017 this is not a tenant's file → ${hint}`,
      `1:1 BL-T017 this is not a tenant's file → ${hint}`,
    ]);
  });

  it("terminal control characters are replaced", () => {
    const [problem] = problemsWith("weight: 2", 'weight: "\u001b[2J" # \u0007\u202e');
    expect(problem?.excerpt).to.equal('weight: "\u{fffd}[2J" # \u{fffd}\u{fffd}');
    const hostile = { ...problem!, file: "tenants/\u001b[2J\n::error::.yaml" };
    expect(formatProblem(hostile)).to.match(/^tenants\/\ufffd\[2J\ufffd::error::\.yaml:4:10 BL-T002 /);
  });

  it("unreadable file: says how to make it readable", () => {
    const denied = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES", syscall: "open" });
    const read = () => {
      throw denied;
    };
    const entry = { name: "acme.yaml", isFile: true, read };
    expect(brief(checkEntries("tenants", [entry], workflows).problems)).to.deep.equal([
      "1:1 BL-T017 it cannot be read: EACCES: permission denied → allow yourself to read it: chmod u+rX",
    ]);
  });

  it("missing folder: reported", () => {
    const [problem] = checkTenants("/nowhere/tenants", workflows).problems;
    expect(problem).to.deep.include({ file: "/nowhere/tenants", code: "BL-T017" });
  });

  it("keys with a meaning in JavaScript are unknown keys", () => {
    expect(brief(problemsWith("weight: 2", "__proto__: 1\nconstructor: 2"))).to.deep.equal([
      '4:1 BL-T007 unknown key "__proto__" → known here: id, name, contact, notices, paused, weight, storage, workflows',
      '5:1 BL-T007 unknown key "constructor" → known here: id, name, contact, notices, paused, weight, storage, workflows',
    ]);
  });
});
