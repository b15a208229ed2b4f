import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import sharp from "sharp";
import { fixtureProject } from "../../testing/checkout.ts";
import { batchlineIn } from "../../testing/cli/in-process.ts";
import { makeProject, type Project } from "../../testing/cli/project.ts";

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
/** What a new workflow changes, and the program, which imports the lists of workflows. */
const changed = ["config/tenant.schema.json", "index.ts", "workflows"];

describe("batchline run --local, in processes of its own", function () {
  this.timeout(180_000);
  let project: Project;
  before(async () => {
    const sample = await readFile(join(fixtureProject, "tenants", "cafe-lumiere.yaml"), "utf8");
    const rescaled = `${sample}  rescale-images: { renditions: [{ width: 64, format: jpeg }] }\n`;
    project = await makeProject({ "cafe-lumiere.yaml": rescaled }, changed);
    const { status, stderr } = await batchlineIn(project.root, "new", "workflow", "stock-report");
    expect(status, stderr).to.equal(0);
  });
  after(() => project.remove());

  it("works for two at once, one workflow after the other, one of them with a new workflow, behind a proxy, each with the tenant's results, records and logs in a session of its own", async () => {
    const sessions = join(project.root, ".local", "sessions");
    const before = await readdir(sessions).catch((): string[] => []);
    // Nothing listens at this proxy. Traffic to this machine must not use it.
    const run = (...args: string[]) => project.batchlineWith(deadProxy, "run", ...args, "--local");
    const first = run("catalog-import", "rescale-images", "sitemap", "--json");
    // Its functions and its image are bundled by then. The second session takes them as they are.
    await first.said("running catalog-import");
    const second = run("rescale-images", "stock-report");
    const [asJson, asText] = await Promise.all([first.ended, second.ended]);
    expect([asJson.status, asText.status], `${asJson.stderr}\n${asText.stderr}`).to.deep.equal([0, 0]);

    const outcomes: Outcome[] = JSON.parse(asJson.stdout);
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
    expect(asText.stdout).to.contain("it has no originals yet: run catalog-import first");
    expect(asText.stdout).to.match(/cafe-lumiere +succeeded +1 +3 +0 +0 /);
    expect(asText.stdout).to.match(/Summary +.*\/tenants\/<tenant>\/runs\/stock-report\//);
    expect(asText.stderr).to.contain("this session runs it for cafe-lumiere with its defaults");

    const names = (await readdir(sessions)).filter((name) => !before.includes(name));
    expect(names).to.have.length(2);
    const made = (name: string, folder: string) =>
      readdir(join(sessions, name, "tenants", "cafe-lumiere", folder), { recursive: true }).catch(() => []);
    const withSitemap = await Promise.all(names.map((name) => made(name, "sitemaps")));
    expect(withSitemap).to.have.deep.members([[], ["sitemap-1.xml.gz", "sitemap.xml.gz"]]);
    const [importing = "", reporting = ""] = withSitemap[0]?.length === 0 ? names.toReversed() : names;

    const images = (await made(importing, "renditions")).filter((file) => file.endsWith(".webp"));
    expect(images).to.have.length(20);
    const image = join(sessions, importing, "tenants", "cafe-lumiere", "renditions", images[0] ?? "");
    const { format, width } = await sharp(image).metadata();
    expect([format, width === 320 || width === 800]).to.deep.equal(["webp", true]);
    const stagesOf = async (name: string, workflow: string) => {
      const file = join(sessions, name, "records", workflow, "chunks.json");
      const records: { readonly stage: string }[] = JSON.parse(await readFile(file, "utf8"));
      return records.map(({ stage }) => stage).sort();
    };
    expect(await stagesOf(importing, "catalog-import")).to.deep.equal(["download", "fetch", "rescale"]);
    const logsOf = async (name: string) =>
      (await readdir(join(sessions, name, "logs"), { recursive: true })).join();
    expect(await logsOf(importing))
      .to.contain("rescale")
      .and.not.contain("stock-report");

    // What one session imports, the other does not have.
    expect(await made(reporting, "renditions")).to.deep.equal([]);
    expect(await stagesOf(reporting, "stock-report")).to.deep.equal(["collect", "summarise"]);
    expect(await logsOf(reporting))
      .to.contain("summarise")
      .and.not.contain("download");
    expect(await project.processes()).to.deep.equal([]);
  });
});
