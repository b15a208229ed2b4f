import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import sharp from "sharp";
import { makeProject, type Project } from "../testing/cli/project.ts";

/** A tenant with one feed and nothing else out of the ordinary. */
const tenant = (id: string, feed: string) => `id: ${id}
name: ${id}
contact: it@${id}.example
workflows:
  catalog-import:
    feed: { url: "${feed}", format: json }
`;

/** As `--json` prints it. */
interface Outcome {
  readonly workflow: string;
  readonly status: string;
  readonly tenants: readonly object[];
}

const local = ["run", "catalog-import", "--local"] as const;

describe("batchline run --local", function () {
  this.timeout(60_000);
  let project: Project;
  afterEach(() => project.remove());

  it("ends well for two at once, one workflow after the other, each with the tenant's results, records and logs in a session of its own", async () => {
    const sample = await readFile(join(import.meta.dirname, "../tenants/cafe-lumiere.yaml"), "utf8");
    const rescaled = `${sample}  rescale-images: { renditions: [{ width: 64, format: jpeg }] }\n`;
    project = await makeProject({ "cafe-lumiere.yaml": rescaled });
    const both = [
      project.batchline("run", "catalog-import", "rescale-images", "sitemap", "--local", "--json"),
      project.batchline("run", "rescale-images", "catalog-import", "--local"),
    ];
    const [asJson, asText] = await Promise.all(both.map(({ ended }) => ended));
    expect([asJson?.status, asText?.status], `${asJson?.stderr}\n${asText?.stderr}`).to.deep.equal([0, 0]);

    const outcomes: Outcome[] = JSON.parse(asJson?.stdout ?? "");
    const ran = { tenant: "cafe-lumiere", status: "SUCCEEDED", chunks: 1 };
    for (const { status, tenants } of outcomes) {
      expect(status).to.equal("SUCCEEDED");
      expect(tenants).to.have.length(1);
      expect(tenants[0]).to.deep.include({ ...ran, items: { done: 10, failed: 0, skipped: 0 } });
    }
    expect(outcomes.map(({ workflow }) => workflow)).to.deep.equal([
      "catalog-import",
      "rescale-images",
      "sitemap",
    ]);
    expect(asText?.stdout).to.contain("it has no originals yet: run catalog-import first");
    expect(asText?.stdout).to.match(/cafe-lumiere +succeeded +1 +10 +0 +0 /);

    const sessions = join(project.root, ".local", "sessions");
    const names = await readdir(sessions);
    expect(names).to.have.length(2);
    for (const name of names) {
      const renditions = join(sessions, name, "tenants", "cafe-lumiere", "renditions");
      const images = (await readdir(renditions, { recursive: true })).filter((file) =>
        file.endsWith(".webp"),
      );
      expect(images).to.have.length(20);
      const { format, width } = await sharp(join(renditions, images[0] ?? "")).metadata();
      expect([format, width === 320 || width === 800]).to.deep.equal(["webp", true]);
      const records = JSON.parse(
        await readFile(join(sessions, name, "records", "catalog-import", "chunks.json"), "utf8"),
      );
      expect(records.map((record: { stage: string }) => record.stage).sort()).to.deep.equal([
        "download",
        "fetch",
        "rescale",
      ]);
      expect((await readdir(join(sessions, name, "logs"), { recursive: true })).join()).to.contain("rescale");
    }
    const made = (name: string, folder: string) =>
      readdir(join(sessions, name, "tenants", "cafe-lumiere", folder));
    const withSitemap = await Promise.all(names.map((name) => made(name, "sitemaps").catch(() => [])));
    expect(withSitemap).to.have.deep.members([[], ["sitemap-1.xml.gz", "sitemap.xml.gz"]]);
    expect(await project.processes()).to.deep.equal([]);
  });

  it("fails the tenant whose feed cannot be reached, with the reason, and finishes the others, but starts no other workflow", async () => {
    project = await makeProject({
      "cafe-lumiere.yaml": undefined,
      "lost-shop.yaml": tenant("lost-shop", "http://lost-shop.example/feed.json"),
    });
    const command = project.batchline("run", "catalog-import", "sitemap", "--local", "--json");
    const { status, stdout, stderr } = await command.ended;
    const [{ tenants, reason }, ...later] = JSON.parse(stdout);
    expect([status, later]).to.deep.equal([1, []]);
    expect(stderr).to.contain("skipped, because a workflow they depend on failed: sitemap");
    expect(tenants.map((t: { tenant: string; status: string }) => [t.tenant, t.status])).to.deep.equal([
      ["cafe-lumiere", "SUCCEEDED"],
      ["lost-shop", "FAILED"],
    ]);
    expect(reason).to.contain("lost-shop failed in fetch").and.contain("http://lost-shop.example/feed.json");
  });

  it("says what a stage threw in the summary, and has the stack in the chunk's log", async () => {
    project = await makeProject({ "cafe-lumiere.yaml": undefined }, ["worker", "workflows"]);
    const stage = join(project.root, "workflows/catalog-import/stages/fetch.ts");
    await writeFile(
      stage,
      `export async function fetch() {\n  throw new TypeError("boom\\nin two lines");\n}\n`,
    );
    const { status, stdout, stderr } = await project.batchline(...local, "--json").ended;
    expect(status, stderr).to.equal(1);
    const { reason } = JSON.parse(stdout);
    expect(reason).to.contain("boom").and.not.contain("in two lines");
    const logs = join(project.root, ".local", "latest", "logs");
    const files = (await readdir(logs, { recursive: true })).filter(
      (file) => file.includes("fetch") && file.endsWith(".log"),
    );
    const text = await readFile(join(logs, files[0] ?? ""), "utf8");
    expect(text).to.contain("TypeError: boom").and.contain("workflows/catalog-import/stages/fetch.ts:2");
  });

  it("ends everything within 5 s of Ctrl-C, with exit code 130, and works the next time", async function () {
    if (process.platform !== "linux") this.skip();
    project = await makeProject({ "cafe-lumiere.yaml": undefined });
    const interrupted = project.batchline(...local);
    await interrupted.said("fetch 1/1");
    expect(await project.processes()).to.have.length.above(1);
    const begin = Date.now();
    interrupted.child.kill("SIGINT");
    const { status, stderr } = await interrupted.ended;
    expect([status, Date.now() - begin < 5000], stderr).to.deep.equal([130, true]);
    expect(await project.processes()).to.deep.equal([]);
    expect((await project.batchline(...local).ended).status).to.equal(0);
  });
});

describe("batchline run, used wrongly", () => {
  let project: Project;
  afterEach(() => project.remove());

  const run = async (...args: string[]) => project.batchline(...args).ended;

  it("names the nearest workflow, option and tenant, and exits 2", async () => {
    project = await makeProject({ "cafe-lumiere.yaml": undefined });
    const outcomes = await Promise.all([
      run("run", "catalog-inport", "--local"),
      run("run", "catalog-import", "--locl"),
      run("run", "catalog-import", "--local", "--tenant", "cafe-lumier"),
    ]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal([2, 2, 2]);
    const [workflow, option, tenantName] = outcomes.map(({ stderr }) => stderr);
    expect(workflow).to.contain('there is no workflow "catalog-inport": did you mean "catalog-import"?');
    expect(option).to.contain("--locl").and.contain("Did you mean --local?");
    expect(tenantName).to.contain('there is no tenant "cafe-lumier": did you mean "cafe-lumiere"?');
  });

  it("lists every problem of the tenant files with its place, exits 1, and starts nothing", async () => {
    project = await makeProject({
      "a.yaml": `${tenant("a", "http://a.example/f.json")}colour: red\n`,
      "b.yaml": tenant("b", "ftp://b.example/f.json"),
    });
    const { status, stderr } = await run(...local);
    expect(status).to.equal(1);
    expect(stderr).to.contain("a.yaml:7:1").and.contain("colour").and.contain("b.yaml:6:18");
    expect(await readdir(join(project.root, ".local"))).to.deep.equal(["samples"]);
  });
});
