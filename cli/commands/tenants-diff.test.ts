import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { checkout } from "../../testing/checkout.ts";
import { changes, diff } from "../../testing/cli/diff-command.ts";
import { gitProject } from "../../testing/cli/git-project.ts";
import { tenantText } from "../../testing/cli/tenants-project.ts";

const main = join(checkout, "cli/main.js");

const paused = (id: string) => `${tenantText(id)}paused: "its shop is being rebuilt"\n`;
const withBucket = (id: string) => `${tenantText(id)}storage: { bucket: ${id}-data }\n`;

describe("batchline tenants diff", () => {
  it("changed comments: no change for a tenant", async () => {
    using project = gitProject({ "acme.yaml": tenantText("acme") });
    project.tenant("acme.yaml", `# A good customer.\n${tenantText("acme")}`);
    const { status, lines } = await diff(project, "main");
    expect(status).to.equal(0);
    expect(lines[0]).to.match(
      /^since main \([0-9a-f]{7}\): nothing changes for any tenant; 1 tenant as before$/,
    );
  });

  it("tenants that start or stop: with the reason, also as a process", () => {
    using project = gitProject({
      "acme.yaml": tenantText("acme"),
      "bolt.yaml": tenantText("bolt"),
      "cafe.yaml": paused("cafe"),
    });
    project.tenant("acme.yaml", undefined);
    project.tenant("bolt.yaml", paused("bolt"));
    project.tenant("cafe.yaml", tenantText("cafe"));
    project.tenant("delta.yaml", tenantText("delta", "    chunks: 4\n"));
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, "tenants", "diff", "main"], {
      ...{ cwd: project.root, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
    });
    expect([status, stderr]).to.deep.equal([0, ""]);
    expect(
      stdout.replace(/\([0-9a-f]{7}\)/, "(commit)"),
    ).to.equal(`since main (commit): 2 tenants start, 2 stop
! 1 warning: see the tenants below

  workflow        tenants  chunks a run  vCPU-minutes a run, about  runs
  catalog-import        2         2 → 5                   49 → 120  daily at 03:00 Europe/Warsaw
vCPU-minutes are estimates by what the workflows declare as typical of a full chunk; chunks are planned as a run plans them.

cafe starts (no longer paused)
  runs catalog-import, daily at 03:00 Europe/Warsaw: 1 chunk, about 25 vCPU-minutes

delta starts (added)
  runs catalog-import, daily at 03:00 Europe/Warsaw: 4 chunks, about 98 vCPU-minutes

acme stops (removed)
  no longer runs catalog-import: before, 1 chunk, about 25 vCPU-minutes
  ! its data stays in the shared bucket, under tenants/acme/: delete it by hand

bolt stops (paused: its shop is being rebuilt)
  no longer runs catalog-import: before, 1 chunk, about 25 vCPU-minutes
`);
  });

  it("a tenant that continues: its changed chunks, renditions, contact and workflows", async () => {
    const renditions = (...widths: number[]) =>
      ["    renditions:", ...widths.map((width) => `      - { width: ${width}, format: webp }`), ""].join(
        "\n",
      );
    using project = gitProject({ "acme.yaml": tenantText("acme", renditions(320, 800)) });
    const changed = tenantText("acme", `    chunks: 4\n${renditions(320, 1600)}  rescale-images: {}\n`);
    project.tenant("acme.yaml", changed.replace("it@acme", "shop@acme"));
    const { acme } = await changes(project);
    expect(acme.effect).to.equal("changes");
    expect(acme.fields).to.deep.equal([
      { field: "contact", before: "it@acme.example", after: "shop@acme.example" },
    ]);
    const [imports, rescales] = acme.workflows;
    expect(imports?.fields).to.have.deep.members([
      { field: "chunks", before: 1, after: 4 },
      {
        field: "renditions",
        added: [{ width: 1600, format: "webp", quality: 80 }],
        removed: [{ width: 800, format: "webp", quality: 80 }],
      },
    ]);
    expect([imports?.before?.chunks, imports?.after?.chunks]).to.deep.equal([1, 4]);
    expect(imports?.after?.vcpuMinutes).to.be.above(imports?.before?.vcpuMinutes ?? Number.NaN);
    expect(rescales).to.deep.include({ workflow: "rescale-images", effect: "starts", schedule: "by hand" });
    expect(rescales?.after, "depends on how many images there are").to.deep.equal({});
  });

  it("more chunks: the same vCPU-minutes", async () => {
    using project = gitProject({ "acme.yaml": tenantText("acme") });
    project.tenant("acme.yaml", tenantText("acme", "    chunks: 8\n"));
    const { lines } = await diff(project, "main");
    expect(lines).to.include(
      "  each run of catalog-import: 1 chunk, about 25 vCPU-minutes → 8 chunks, about 25 vCPU-minutes",
    );
  });

  it("inherited parameters: their changes are reported", async () => {
    using project = gitProject({ "acme.yaml": tenantText("acme", "  rescale-images: {}\n") });
    const renditions = "    renditions: [{ width: 64, format: jpeg }]\n";
    project.tenant("acme.yaml", tenantText("acme", `${renditions}  rescale-images: {}\n`));
    const { acme } = await changes(project);
    expect(acme.workflows.map(({ workflow }) => workflow)).to.deep.equal([
      "catalog-import",
      "rescale-images",
    ]);
  });

  it("a workflow that uses another's runs: planned as if these had succeeded", async () => {
    using project = gitProject({ "acme.yaml": tenantText("acme") });
    project.tenant("acme.yaml", tenantText("acme", "  sitemap: { baseUrl: https://acme.example/ }\n"));
    const { acme } = await changes(project);
    expect(acme.workflows).to.have.length(1);
    expect(acme.workflows[0]?.after).to.deep.equal({ chunks: 1, vcpuMinutes: 1, basis: "declared" });
  });

  it("a changed bucket or id: a warning that the data does not move", async () => {
    using project = gitProject({
      "acme.yaml": tenantText("acme"),
      "bolt.yaml": withBucket("bolt"),
      "cafe.yaml": tenantText("cafe"),
    });
    project.tenant("acme.yaml", withBucket("acme"));
    project.tenant("bolt.yaml", undefined);
    project.tenant("cafe.yaml", undefined);
    project.tenant("coffee.yaml", tenantText("cafe").replace("id: cafe", "id: coffee"));
    const { acme, bolt, coffee, cafe } = await changes(project);
    expect(acme.warnings).to.deep.equal([
      "its data does not move: copy it from the shared bucket, tenants/acme/ to acme-data, tenants/acme/, or the tenant begins with nothing",
    ]);
    expect(bolt.warnings).to.deep.equal([
      "pulumi up deletes the bucket bolt-data and its objects if the stack is removable, and leaves it otherwise",
    ]);
    expect(cafe, "the tenant under its former id").to.equal(undefined);
    expect(coffee).to.deep.include({ formerId: "cafe", effect: "changes", fields: [], workflows: [] });
    expect(coffee.warnings).to.have.length(2);
  });

  it("a renamed bucket: a warning that the deployment refuses it", async () => {
    using project = gitProject({ "acme.yaml": withBucket("acme") });
    project.tenant("acme.yaml", withBucket("acme").replace("acme-data", "acme-photos"));
    const { acme } = await changes(project);
    expect(acme.warnings).to.have.length(2);
    expect(acme.warnings[1]).to.equal("pulumi up refuses to rename the bucket acme-data (BL-K013)");
  });

  it("a new bucket with a long name: a warning, and none for one that is there", async () => {
    const long = (id: string) => withBucket(id).replace("-data", "-data-of-the-old-and-the-new-shop");
    using project = gitProject({ "acme.yaml": tenantText("acme"), "bolt.yaml": long("bolt") });
    project.tenant("acme.yaml", long("acme"));
    project.tenant("bolt.yaml", `${long("bolt")}weight: 2\n`);
    project.tenant("cafe.yaml", long("cafe"));
    const { acme, bolt, cafe } = await changes(project);
    expect(acme.warnings[1]).to.match(/^the name of its new bucket has 37 characters/);
    expect(bolt.warnings).to.deep.equal([]);
    expect(cafe.warnings).to.deep.equal([acme.warnings[1]]);
  });

  it("a renamed tenant: recognised by its bucket, with a warning about creating it twice", async () => {
    using project = gitProject({ "acme.yaml": withBucket("acme") });
    project.tenant("acme.yaml", undefined);
    project.tenant("summit.yaml", tenantText("summit").concat("storage: { bucket: acme-data }\n"));
    const { summit } = await changes(project);
    expect(summit).to.deep.include({ formerId: "acme", effect: "changes" });
    expect(summit.warnings.join()).to.contain("acme-data a second time");
  });

  it("invalid files, then or now: reported, and the others compared", async () => {
    using project = gitProject({
      "acme.yaml": tenantText("acme", "    chunk: 4\n"),
      "bolt.yaml": tenantText("bolt"),
      "cafe.yaml": tenantText("cafe"),
    });
    project.tenant("acme.yaml", tenantText("acme"));
    project.tenant("bolt.yaml", tenantText("bolt", "    chunks: many\n"));
    project.tenant("cafe.yaml", tenantText("cafe", "    chunks: 2\n"));
    const { status, stdout } = await diff(project, "main");
    expect(status, "what is wrong now fails").to.equal(1);
    expect(stdout)
      .to.contain("main:tenants/acme.yaml:9:5 BL-T007")
      .and.contain("tenants/bolt.yaml:9:13 BL-T009")
      .and.contain("1 problem then, 1 problem now")
      .and.contain("cafe changes");
    expect(stdout).not.to.match(/^(acme|bolt) /m);
    project.tenant("bolt.yaml", tenantText("bolt"));
    expect((await diff(project, "main")).status, "what was wrong then does not").to.equal(0);
  });

  it("many problems: 20 are shown, the others counted", async () => {
    const ids = Array.from({ length: 30 }, (_, i) => `shop-${i}`);
    using project = gitProject(
      Object.fromEntries(ids.map((id) => [`${id}.yaml`, `${tenantText(id)}x: 1\n`])),
    );
    for (const id of ids) project.tenant(`${id}.yaml`, tenantText(id));
    const { stdout, status } = await diff(project, "main");
    expect(status).to.equal(0);
    expect(stdout.split(" BL-T007 ")).to.have.length(21);
    expect(stdout).to.match(/… and 10 problems more: --json has all\n$/);
  });

  it("recorded runs: the basis of estimates, scaled by changed parameters", async () => {
    using project = gitProject({ "acme.yaml": tenantText("acme"), "bolt.yaml": tenantText("bolt") });
    const rendition = "    renditions: [{ width: 320, format: webp }, { width: 800, format: avif }]\n";
    project.tenant("acme.yaml", tenantText("acme", rendition));
    const stage = (name: string, minutes: number) => ({
      ...{ runId: "r1", tenant: "acme", chunk: 0, stage: name, status: "SUCCEEDED" },
      ...{ startedAt: "2026-11-23T03:00:00.000Z", endedAt: `2026-11-23T03:${minutes}:00.000Z` },
    });
    const records = join(project.root, "records", "catalog-import");
    mkdirSync(records, { recursive: true });
    const chunks = [stage("fetch", 10), stage("download", 20), stage("rescale", 30)];
    writeFileSync(join(records, "chunks.json"), JSON.stringify(chunks));
    const { acme } = await changes(project, "--history", join(project.root, "records"));
    const [imports] = acme.workflows;
    expect(imports?.before).to.deep.equal({ chunks: 1, vcpuMinutes: 10 + 20 + 2 * 30, basis: "measured" });
    expect(imports?.after?.vcpuMinutes).to.be.above(30 + 2 * 30 * 5);
    const { stdout } = await diff(project, "main", "--history", join(project.root, "records"));
    expect(stdout)
      .to.contain("1 chunk, about 90 vCPU-minutes (measured) → ")
      .and.contain("by each tenant's last recorded run, else by what the workflows declare");
  });
});
