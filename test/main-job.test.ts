import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import sharp from "sharp";
import { fixtureProject } from "../testing/checkout.ts";
import { makeProject, type Project } from "../testing/cli/project.ts";

/** As `--json` prints it. */
interface Outcome {
  readonly workflow: string;
  readonly status: string;
  readonly tenants: readonly object[];
}

const deadProxy = Object.fromEntries(
  ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "grpc_proxy", "ALL_PROXY"].map((name) => [
    name,
    "http://127.0.0.1:1",
  ]),
);
/** All that imports the lists of workflows: the project has one more. */
const program = [
  "cli",
  "components",
  "config",
  "contract",
  "handlers",
  "index.ts",
  "product-images",
  "samples",
].concat(["worker", "workflow-kit", "workflows"]);

describe("batchline run --local, in processes of its own", function () {
  this.timeout(180_000);
  let project: Project;
  before(async () => {
    const sample = await readFile(join(fixtureProject, "tenants", "cafe-lumiere.yaml"), "utf8");
    const rescaled = `${sample}  rescale-images: { renditions: [{ width: 64, format: jpeg }] }\n`;
    project = await makeProject({ "cafe-lumiere.yaml": rescaled }, program);
    const { status, stderr } = await project.batchline("new", "workflow", "stock-report").ended;
    expect(status, stderr).to.equal(0);
  });
  after(() => project.remove());

  it("works for two at once, one workflow after the other, one of them with a new workflow and behind a proxy, each with the tenant's results, records and logs in a session of its own", async () => {
    const sessions = join(project.root, ".local", "sessions");
    const before = await readdir(sessions).catch((): string[] => []);
    const both = [
      project.batchline("run", "catalog-import", "rescale-images", "sitemap", "--local", "--json"),
      // Nothing listens at this proxy. Traffic to this machine must not use it.
      project.batchlineWith(deadProxy, "run", "rescale-images", "catalog-import", "stock-report", "--local"),
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

    expect(asText?.stdout).to.match(/cafe-lumiere +succeeded +1 +3 +0 +0 /);
    expect(asText?.stdout).to.match(/Summary +.*\/tenants\/<tenant>\/runs\/stock-report\//);
    expect(asText?.stderr).to.contain("this session runs it for cafe-lumiere with its defaults");

    const names = (await readdir(sessions)).filter((name) => !before.includes(name));
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
});
