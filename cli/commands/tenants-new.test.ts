import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect } from "chai";
import { loadTenants } from "../../config/tenants.ts";
import { paramsOf } from "../../config/workflow-params.ts";
import { checkout } from "../../testing/checkout.ts";
import { batchlineIn } from "../../testing/cli/in-process.ts";
import { type ProjectFolder, projectFolder, tenantText } from "../../testing/cli/tenants-project.ts";
import { workflows } from "../../workflows/declarations.ts";
import { writeNewTenant } from "./tenants-new.ts";

const params = paramsOf(workflows);
const main = join(checkout, "cli/main.js");

const feed = [
  "--set",
  "catalog-import.feed.url=https://acme.example/feed.csv",
  "catalog-import.feed.format=csv",
];

function newTenant(project: ProjectFolder, ...args: string[]) {
  return batchlineIn(project.root, "tenants", "new", ...args, "--yes");
}

/** Answers the command's questions as someone at a terminal would; what was asked, and the exit code. */
async function answer(project: ProjectFolder, id: string, lines: readonly string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let asked = "";
  output.on("data", (text) => {
    asked += text;
  });
  input.end(lines.map((line) => `${line}\n`).join(""));
  const before = process.cwd();
  const { log } = console;
  process.chdir(project.root);
  console.log = () => {};
  try {
    return { status: await writeNewTenant(id, {}, params, { input, output }), asked };
  } finally {
    console.log = log;
    process.chdir(before);
  }
}

describe("batchline tenants new", () => {
  it("the written file: valid, with optional fields in comments; also as a process", () => {
    using project = projectFolder({});
    const args = ["tenants", "new", "acme-outdoor", "--workflow", "catalog-import", "sitemap", ...feed];
    const rest = ["sitemap.baseUrl=https://acme.example/", "catalog-import.chunks=4"];
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args, ...rest], {
      ...{ cwd: project.root, encoding: "utf8", input: "" },
    });
    expect([status, stdout, stderr]).to.deep.equal([
      0,
      "wrote tenants/acme-outdoor.yaml; what it does: npx batchline tenants diff HEAD\n",
      "",
    ]);
    const [tenant] = loadTenants(join(project.root, "tenants"), params);
    expect(tenant).to.deep.include({ id: "acme-outdoor", name: "Acme Outdoor" });
    expect(tenant?.workflows).to.have.keys("catalog-import", "sitemap");
    expect(tenant?.workflows["catalog-import"]).to.deep.include({ chunks: 4, maxImagesPerProduct: 5 });
    const text = readFileSync(join(project.root, "tenants", "acme-outdoor.yaml"), "utf8");
    expect(text).to.match(/^# yaml-language-server: \$schema=..\/config\/tenant.schema.json\n/);
    expect(text)
      .to.contain("    # maxImagesPerProduct: 5\n")
      .and.contain("# storage:\n#   bucket: acme-outdoor-catalogue\n")
      .and.contain("  # rescale-images: Makes the renditions");
    expect(Math.max(...text.split("\n").map((line) => line.length))).to.be.at.most(120);
  });

  it("comments: each one is valid when uncommented", async () => {
    using project = projectFolder({});
    const given = [...feed, "sitemap.baseUrl=https://acme.example/"];
    const { status } = await newTenant(project, "acme", "-w", "catalog-import", "sitemap", ...given);
    expect(status).to.equal(0);
    const file = "acme.yaml";
    const text = readFileSync(join(project.root, "tenants", file), "utf8");
    const uncommented = text.replace(/^( *)# ( *(?:- )?[a-zA-Z]+:(?: \S.*)?)$/gm, (line, indent, key) =>
      /^ *(?:- )?(contact|paused|weight|storage|bucket|renditions|width|format|quality|chunks|maxItemFailures|skipIfSucceededWithin|maxImagesPerProduct|productUrl): ?/.test(
        key,
      )
        ? `${indent}${key}`
        : line,
    );
    expect(uncommented.split("\n").filter((line, at) => line !== text.split("\n")[at])).to.have.length.above(
      15,
    );
    project.tenant(file, uncommented);
    const [tenant] = loadTenants(join(project.root, "tenants"), params);
    expect(tenant).to.deep.include({ storage: { bucket: "acme-outdoor-catalogue" }, weight: 1 });
    expect(tenant?.workflows["catalog-import"]).to.deep.include({ skipIfSucceededWithin: "20h" });
  });

  it("values that YAML would misread: quoted", async () => {
    using project = projectFolder({});
    const name = 'Acme: "#1" – yes';
    const renditions = "catalog-import.renditions=[{ width: 64, format: jpeg }]";
    const { status } = await newTenant(project, "acme", "--name", name, ...feed, renditions);
    expect(status).to.equal(0);
    const [tenant] = loadTenants(join(project.root, "tenants"), params);
    expect(tenant?.name).to.equal(name);
    expect(tenant?.workflows["catalog-import"]).to.deep.include({
      renditions: [{ width: 64, format: "jpeg", quality: 80 }],
    });
  });

  it("on a terminal: asks for required fields, and again after a wrong answer", async () => {
    using project = projectFolder({});
    const { status, asked } = await answer(project, "acme", [
      ...["", "nobody", "it@acme.example", ""],
      ...["1, sitmap", "1"],
      ...["acme.example/feed", "https://acme.example/feed", "cvs", "csv"],
    ]);
    expect(status).to.equal(0);
    expect(asked)
      .to.contain("name: The name to show to people. Empty: Acme.")
      .and.contain('contact must be one e-mail address, not "nobody"')
      .and.match(/ {2}1 {2}catalog-import: \w/)
      .and.contain('unknown workflow sitmap; did you mean "sitemap"?')
      .and.contain("perhaps https://acme.example/feed")
      .and.contain("One of: google-merchant, csv, json.")
      .and.contain('not "cvs"; did you mean "csv"?');
    const [tenant] = loadTenants(join(project.root, "tenants"), params);
    expect(tenant).to.deep.include({ name: "Acme", contact: "it@acme.example" }).and.not.have.key("storage");
  });

  it("no answer: writes nothing, exit code 130", async () => {
    using project = projectFolder({});
    const { status, asked } = await answer(project, "acme", ["Acme", ""]);
    expect(status).to.equal(130);
    expect(asked).to.match(/nothing was written\n$/);
    expect(loadTenants(join(project.root, "tenants"), params)).to.deep.equal([]);
  });

  it("an existing file, or another tenant's bucket: exit code 1", async () => {
    using project = projectFolder({ "bolt.yaml": `${tenantText("bolt")}storage: { bucket: bolt-data }\n` });
    const again = await newTenant(project, "bolt", ...feed);
    expect(again).to.deep.include({
      status: 1,
      stderr: "error: BL-U006: tenants/bolt.yaml exists: edit it, or choose another id\n",
    });
    const theirs = await newTenant(project, "acme", "--bucket", "bolt-data", ...feed);
    expect(theirs).to.deep.include({
      status: 1,
      stderr: "error: BL-U006: the bucket bolt-data belongs to bolt\n",
    });
    expect(() => readFileSync(join(project.root, "tenants", "acme.yaml"))).to.throw(/ENOENT/);
  });

  const misused: readonly [what: string, args: readonly string[], message: string][] = [
    ["an invalid id", ["Acme", ...feed], "id must be lower-case letters"],
    ["an unknown workflow", ["acme", "-w", "sitmap"], 'did you mean "sitemap"?'],
    ["an unknown field", ["acme", "--set", "catalog-import.chunk=4"], 'did you mean "catalog-import.chunks"'],
    ["an invalid value", ["acme", "--set", "catalog-import.chunks=many"], "must be a whole number"],
    ["a field without a value", ["acme", "--set", "weight"], "write <field>=<value>"],
    ["no workflow", ["acme"], `not given: --workflow <${workflows.map(({ name }) => name).join(" | ")}>`],
    [
      "a workflow without its required fields",
      ["acme", "-w", "catalog-import"],
      "not given: --set catalog-import.feed.url=…, --set catalog-import.feed.format=…",
    ],
  ];
  for (const [what, args, message] of misused) {
    it(`${what}: exit code 2`, async () => {
      using project = projectFolder({});
      const { status, stderr } = await newTenant(project, ...args);
      expect([status, stderr.includes(message)], stderr).to.deep.equal([2, true]);
    });
  }

  it("the tenant's own schedule: read as YAML, and offered in a comment", async () => {
    using project = projectFolder({});
    const schedule = ["--set", "catalog-import.schedule={ cron: 0 5 * * ? *, timezone: America/New_York }"];
    expect((await newTenant(project, "acme", ...feed, ...schedule)).status).to.equal(0);
    expect((await newTenant(project, "bolt", ...feed)).status).to.equal(0);
    const [acme, bolt] = loadTenants(join(project.root, "tenants"), params);
    expect(acme?.schedules).to.deep.equal({
      "catalog-import": { cron: "0 5 * * ? *", timezone: "America/New_York" },
    });
    expect(bolt?.schedules).to.equal(undefined);
    const offered = readFileSync(join(project.root, "tenants", "bolt.yaml"), "utf8");
    expect(offered).to.contain(
      "    # schedule:\n    #   cron: 0 5 * * ? *\n    #   timezone: America/New_York\n",
    );
    const wrong = await newTenant(project, "cafe", ...feed, "--set", "catalog-import.schedule=hourly");
    expect([wrong.status, wrong.stderr.includes('must be "by hand" or a block')]).to.deep.equal([2, true]);
  });

  it("a missing tenants folder: created", async () => {
    using project = projectFolder({});
    rmSync(join(project.root, "tenants"), { recursive: true });
    const { status } = await newTenant(project, "acme", ...feed);
    expect([status, readdirSync(join(project.root, "tenants"))]).to.deep.equal([0, ["acme.yaml"]]);
  });

  it("a start below the project's folder: writes into the project's tenants folder", async () => {
    using project = projectFolder({});
    const { status, stdout } = await newTenant(
      { ...project, root: join(project.root, "config") },
      "acme",
      ...feed,
    );
    expect([status, stdout.split(";")[0]]).to.deep.equal([0, "wrote ../tenants/acme.yaml"]);
  });
});
