import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import {
  checkEntries,
  checkTenants,
  formatProblem,
  InvalidTenants,
  loadTenants,
  type Problem,
} from "../../config/tenants.ts";
import { CatalogImportParams } from "../../contract/catalog-import.ts";
import { RescaleImagesParams } from "../../contract/rescale-images.ts";
import { happyTenant, tenantFolder } from "./tenant-folder.ts";

const workflows = { "catalog-import": CatalogImportParams, "rescale-images": RescaleImagesParams };

/** The problems of the happy tenant's file with `from` replaced by `to`. */
function problemsWith(from: string, to: string): readonly Problem[] {
  expect(happyTenant, "the text to replace").to.include(from);
  return problemsOf({ "acme.yaml": happyTenant.replace(from, () => to) });
}

function problemsOf(files: Readonly<Record<string, string | Uint8Array>>): readonly Problem[] {
  using folder = tenantFolder(files);
  return checkTenants(folder.dir, workflows).problems.map((problem) => ({
    ...problem,
    file: problem.file.slice(folder.dir.length + 1),
  }));
}

/** `line:column code message`, and the suggestion behind an arrow. */
function brief(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ line, column, code, message, suggestion }) =>
      `${line}:${column} ${code} ${message}${suggestion === undefined ? "" : ` → ${suggestion}`}`,
  );
}

describe("config: tenants", () => {
  it("loads a tenant with its defaults filled in", () => {
    using folder = tenantFolder({ "acme.yaml": happyTenant });
    const [tenant] = loadTenants(folder.dir, workflows);
    expect(tenant).to.deep.include({ id: "acme", weight: 2, storage: { bucket: "acme-catalogue" } });
    expect(tenant?.workflows["catalog-import"]).to.deep.include({
      chunks: 4,
      maxItemFailures: 0.1,
      renditions: [{ width: 400, format: "webp", quality: 80 }],
    });
  });

  it("loads the six sample tenants", () => {
    const tenants = loadTenants(join(import.meta.dirname, "../../tenants"));
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
    expect(readdirSync(join(import.meta.dirname, "../../tenants"))).to.have.length(tenants.length);
  });

  it("shows the file, the place, the line and the way out of every problem at once", () => {
    using folder = tenantFolder({
      "acme.yaml": happyTenant.replace("chunks: 4", "chunk: 4").replace("weight: 2", 'weight: "2"'),
      "bolt.yaml": "id: bolt\n",
    });
    const load = () => loadTenants(folder.dir, workflows);
    expect(load).to.throw(InvalidTenants);
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
    | ^ add workflows: with {} after it if nothing belongs there`);
    }
  });

  it("keeps the tenants whose files are in order", () => {
    using folder = tenantFolder({ "acme.yaml": happyTenant, "bolt.yaml": "id: bolt\n" });
    expect(checkTenants(folder.dir, workflows).tenants.map(({ id }) => id)).to.deep.equal(["acme"]);
  });

  const cases: readonly [behaviour: string, from: string, to: string, ...expected: string[]][] = [
    [
      "refuses an unknown key and says which are known",
      "weight: 2",
      "colour: red",
      '4:1 BL-T007 unknown key "colour" → known here: id, name, contact, paused, weight, storage, workflows',
    ],
    [
      "suggests the nearest key in a list's entry",
      "- width: 400",
      "- widht: 400",
      '14:9 BL-T007 unknown key "widht" in workflows.catalog-import.renditions[0] → did you mean "width"?',
      "14:9 BL-T008 workflows.catalog-import.renditions[0].width is missing → add width:",
    ],
    [
      "refuses a key given twice",
      "weight: 2",
      "weight: 2\nweight: 3",
      '5:1 BL-T004 the key "weight" is given twice → it is already on line 4: keep one of them',
    ],
    [
      "points a missing key at its parent",
      "      url: http://acme.example/feed.xml\n",
      "",
      "9:5 BL-T008 workflows.catalog-import.feed.url is missing → add url: and a value, for example https://feeds.acme-outdoor.example/products.xml.gz",
    ],
    [
      "points a key without a value at the key",
      "name: Acme",
      "name:",
      "2:1 BL-T008 name has no value → give it a value, for example Acme Outdoor",
    ],
    [
      "says how to write a block with nothing in it",
      "workflows:",
      "workflows:\n  rescale-images:",
      "8:3 BL-T008 workflows.rescale-images has no value → write {} after it to take every default, or remove the line",
    ],
    [
      "refuses text where a number belongs",
      "chunks: 4",
      "chunks: four",
      '12:13 BL-T009 workflows.catalog-import.chunks must be a whole number, not "four"',
    ],
    [
      "refuses a fraction where a whole number belongs",
      "chunks: 4",
      "chunks: 1.5",
      "12:13 BL-T009 workflows.catalog-import.chunks must be a whole number, not 1.5",
    ],
    [
      "refuses a number out of range",
      "chunks: 4",
      "chunks: 0",
      "12:13 BL-T010 workflows.catalog-import.chunks must be at least 1, not 0",
    ],
    [
      "refuses a weight of nothing",
      "weight: 2",
      "weight: 0",
      "4:9 BL-T010 weight must be more than 0, not 0",
    ],
    [
      "refuses a weight without end",
      "weight: 2",
      "weight: .inf",
      "4:9 BL-T009 weight must be a number, not Infinity",
    ],
    [
      "refuses an empty list",
      "renditions:\n      - width: 400\n        format: webp\n",
      "renditions: []\n",
      "13:17 BL-T010 workflows.catalog-import.renditions must have at least 1 entry, not 0",
    ],
    [
      "suggests the nearest choice",
      "format: webp",
      "format: wepb",
      '15:17 BL-T010 workflows.catalog-import.renditions[0].format must be webp, avif or jpeg, not "wepb" → did you mean "webp"?',
    ],
    [
      "refuses a URL without its scheme",
      "http://acme.example/feed.xml",
      "acme.example/feed.xml",
      '10:12 BL-T011 workflows.catalog-import.feed.url must be a complete http:// or https:// address, not "acme.example/feed.xml" → perhaps https://acme.example/feed.xml',
    ],
    [
      "refuses a file URL",
      "http://acme.example/feed.xml",
      "file:///etc/passwd",
      '10:12 BL-T011 workflows.catalog-import.feed.url must be a complete http:// or https:// address, not "file:///etc/passwd"',
    ],
    [
      "refuses a bad e-mail address",
      "feeds@acme.example",
      "feeds at acme",
      '3:10 BL-T010 contact must be one e-mail address, not "feeds at acme"',
    ],
    [
      "refuses a bucket name with capitals",
      "acme-catalogue",
      "Acme_Catalogue",
      '6:11 BL-T012 storage.bucket must be a bucket name: 3–63 lower-case letters, digits and dashes, with a letter or digit at both ends, not "Acme_Catalogue"',
    ],
    [
      "refuses a bucket name that S3 reserves",
      "acme-catalogue",
      "xn--acme",
      '6:11 BL-T012 storage.bucket must be a bucket name that S3 does not reserve (not starting with xn--, sthree-, amzn-s3-demo-, not ending in -s3alias, --ol-s3, .mrap, --x-s3, --table-s3), not "xn--acme"',
    ],
    [
      "refuses a file name that differs from the id",
      "id: acme",
      "id: acme-outdoor",
      '1:5 BL-T013 the id is "acme-outdoor" but the file is acme.yaml → name the file acme-outdoor.yaml, or write id: acme',
    ],
    [
      "suggests the nearest workflow",
      "catalog-import:",
      "catalogue-import:",
      '8:3 BL-T016 there is no workflow "catalogue-import" → did you mean "catalog-import"?',
    ],
    [
      "refuses a pause without its reason",
      "weight: 2",
      "paused: true",
      "4:9 BL-T009 paused must be text, not true → write it in quotes",
    ],
    [
      "refuses to take a written no for a reason to pause",
      "weight: 2",
      "paused: no",
      '4:9 BL-T010 paused must be the reason for the pause, in words, not "no"',
    ],
    [
      "says how to let a tenant run that is paused: false",
      "weight: 2",
      "paused: false",
      "4:9 BL-T009 paused must be text, not false → remove the line",
    ],
    [
      "refuses a duration it cannot read",
      "chunks: 4",
      "skipIfSucceededWithin: 20 hours",
      '12:28 BL-T010 workflows.catalog-import.skipIfSucceededWithin must be a whole number and m, h or d, for example 20h, not "20 hours"',
    ],
    [
      "refuses a list where a block belongs",
      "storage:\n  bucket: acme-catalogue",
      "storage:\n  - acme-catalogue",
      "6:3 BL-T009 storage must be a block of key: value lines, not a list",
    ],
    [
      "refuses a syntax error",
      "name: Acme",
      'name: "Acme',
      "2:7 BL-T002 the quote that starts here is not closed → close it with the same quote",
    ],
    [
      "refuses tabs",
      "storage:\n  bucket",
      "storage:\n\tbucket",
      "6:1 BL-T003 a tab is used for indentation → use spaces",
    ],
    [
      "refuses an alias without its anchor",
      "name: Acme",
      "name: *acme",
      "2:7 BL-T005 the alias *acme has no anchor &acme before it → write the value out",
    ],
    [
      "refuses a second document",
      "name: Acme",
      "name: Acme\n---\nid: other",
      "3:1 BL-T002 a second document begins here → keep one tenant in the file, and remove this line",
    ],
  ];
  for (const [behaviour, from, to, ...expected] of cases) {
    it(behaviour, () => {
      expect(brief(problemsWith(from, to))).to.deep.equal(expected);
    });
  }

  it("takes an alias for what it repeats, and finds a problem where it is written", () => {
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

  it("refuses aliases that multiply the file", () => {
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

  it("refuses a file that is nested beyond reading", () => {
    const [problem] = problemsOf({ "acme.yaml": "[".repeat(10_000) });
    expect(problem).to.deep.include({ code: "BL-T002", message: "the YAML is nested too deep" });
  });

  it("refuses a file of unreasonable size", () => {
    expect(brief(problemsOf({ "acme.yaml": "#".repeat(70_000) }))).to.deep.equal([
      "1:1 BL-T018 the file has 70000 bytes → a tenant's file has at most 65536",
    ]);
  });

  it("refuses a file that is not UTF-8 and says in which line", () => {
    const latin1 = Buffer.from(happyTenant.replace("Acme\n", "Café\n"), "latin1");
    expect(brief(problemsOf({ "acme.yaml": latin1 }))).to.deep.equal([
      "2:1 BL-T001 the file is not UTF-8 text → save it with the encoding UTF-8",
    ]);
  });

  it("refuses an empty file, and one that holds a list", () => {
    expect(brief(problemsOf({ "acme.yaml": "", "bolt.yaml": "- id: bolt\n" }))).to.deep.equal([
      "1:1 BL-T006 the file is empty → start with id: and name:",
      "1:1 BL-T006 the file is not a block of key: value lines → start with id: and name:",
    ]);
  });

  it("refuses two files with the same id, and two tenants with the same bucket", () => {
    const problems = problemsOf({ "acme.yaml": happyTenant, "bolt.yaml": happyTenant });
    expect(problems.map(({ file, line, code }) => `${file}:${line} ${code}`)).to.deep.equal([
      "bolt.yaml:1 BL-T013",
      "bolt.yaml:1 BL-T014",
      "bolt.yaml:6 BL-T015",
    ]);
  });

  it("refuses what is not a tenant's file, and leaves dot files alone", () => {
    expect(brief(problemsOf({ "acme.yml": happyTenant, "README.md": "", ".DS_Store": "" }))).to.deep.equal([
      "1:1 BL-T017 this is not a tenant's file → move it: this folder holds one .yaml file a tenant and nothing else",
      "1:1 BL-T017 this is not a tenant's file → rename it to acme.yaml",
    ]);
  });

  it("reads neither folders nor links, whatever their names", () => {
    using folder = tenantFolder({ "acme.yaml": happyTenant });
    mkdirSync(join(folder.dir, "bolt.yaml"));
    symlinkSync("acme.yaml", join(folder.dir, "cafe.yaml"));
    const hint = "put a file in its place: folders and links are not read";
    expect(brief(checkTenants(folder.dir, workflows).problems)).to.deep.equal([
      `1:1 BL-T017 this is not a tenant's file → ${hint}`,
      `1:1 BL-T017 this is not a tenant's file → ${hint}`,
    ]);
  });

  it("shows nothing that a terminal would obey", () => {
    const [problem] = problemsWith("weight: 2", 'weight: "\u001b[2J" # \u0007\u202e');
    expect(problem?.excerpt).to.equal('weight: "\u{fffd}[2J" # \u{fffd}\u{fffd}');
    const hostile = { ...problem!, file: "tenants/\u001b[2J\n::error::.yaml" };
    expect(formatProblem(hostile)).to.match(/^tenants\/\ufffd\[2J\ufffd::error::\.yaml:4:10 BL-T002 /);
  });

  it("says how to read what only others may read", () => {
    const denied = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES", syscall: "open" });
    const read = () => {
      throw denied;
    };
    const entry = { name: "acme.yaml", isFile: true, read };
    expect(brief(checkEntries("tenants", [entry], workflows).problems)).to.deep.equal([
      "1:1 BL-T017 it cannot be read: EACCES: permission denied → allow yourself to read it: chmod u+rX",
    ]);
  });

  it("says that a folder is not there", () => {
    const [problem] = checkTenants("/nowhere/tenants", workflows).problems;
    expect(problem).to.deep.include({ file: "/nowhere/tenants", code: "BL-T017" });
  });

  it("is not confused by keys that JavaScript gives a meaning", () => {
    expect(brief(problemsWith("weight: 2", "__proto__: 1\nconstructor: 2"))).to.deep.equal([
      '4:1 BL-T007 unknown key "__proto__" → known here: id, name, contact, paused, weight, storage, workflows',
      '5:1 BL-T007 unknown key "constructor" → known here: id, name, contact, paused, weight, storage, workflows',
    ]);
  });
});
