import { expect } from "chai";
import type { Chunk } from "../../contract/chunk.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import { embeddedPlanner } from "../../testing/handlers/embedded-planner.ts";
import { type EmbeddedStores, startStores } from "../../testing/handlers/embedded-stores.ts";
import { chunky, stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { perTenant } from "../../workflow-kit/at-deploy/per-tenant.ts";
import { minutes } from "../../workflow-kit/at-deploy/workflow.ts";
import { rescaleImages } from "../../workflows/rescale-images/workflow.ts";
import { sitemap } from "../../workflows/sitemap/workflow.ts";
import { plan } from "./plan-execution.ts";
import type { PlanStores } from "./plan-stores.ts";
import type { PlannedWorkflow } from "./planned-workflow.ts";

const id = (number: number) => number.toString(16).padStart(64, "0");

describe("planning by what tenants have", () => {
  let stores: EmbeddedStores;
  let metadata: PlanStores;
  before(async () => {
    stores = await startStores();
    metadata = embeddedPlanner(stores.as("metadata"));
    for (let number = 0; number < 2_001; number += 1) {
      await stores.putData(`tenants/acme/originals/${id(number)}`);
    }
    await stores.putData(`tenants/bolt/originals/${id(7)}`);
    // Not an original, and not of a tenant that is asked about.
    await stores.putData("tenants/acme/renditions/x/320w-q80.webp");
    await stores.putData(`tenants/acme-two/originals/${id(8)}`);
  });
  after(() => stores.stop());

  async function planned(workflow: PlannedWorkflow, execution: string) {
    const facts = await plan(metadata, workflow, {
      ...{ workflow: workflow.name, execution, stateMachine },
      input: {},
    });
    await stores.table.delete(tableKeys.lock(workflow.name));
    await stores.table.update(tableKeys.run(workflow.name, execution), { set: { status: "FAILED" } });
    const text = await stores.bucket.text(`${facts.manifest}chunks.json`);
    return { facts, chunks: JSON.parse(text ?? "[]") as Chunk[] };
  }

  it("a tenant's originals: chunks of 1,000, over several pages of S3, with the function's own rights", async () => {
    const block = { workflows: { "rescale-images": {} } };
    await stores.deploy([tenant("acme", block), tenant("bolt", block), tenant("none", block)]);
    const { facts, chunks } = await planned(rescaleImages, "run-1");
    expect(facts.reason).to.equal("2 tenants in 4 chunks, 1 skipped");
    expect(chunks.map(({ tenant, part, parts, items }) => [tenant, part, parts, items])).to.deep.equal([
      ["acme", 0, 3, { through: id(999) }],
      ["bolt", 0, 1, { through: id(7) }],
      ["acme", 1, 3, { after: id(999), through: id(1_999) }],
      ["acme", 2, 3, { after: id(1_999), through: id(2_000) }],
    ]);
    const plan = JSON.parse((await stores.bucket.text("runs/rescale-images/run-1/plan.json")) ?? "");
    expect(plan.skippedTenants).to.deep.equal([
      { tenant: "none", reason: "it has no originals yet: run catalog-import first" },
    ]);
  });

  it("sitemap: reads the tenant's last successful catalog-import", async () => {
    const block = { workflows: { sitemap: { baseUrl: "https://acme.example/" } } };
    await stores.deploy([tenant("acme", block), tenant("bolt", block)]);
    const endedAt = "2026-11-23T03:00:00.000Z";
    const success = { tenant: "acme", runId: "import-7", endedAt };
    await stores.table.put({ ...tableKeys.lastSuccess("catalog-import", "acme"), ...success });
    const { facts, chunks } = await planned(sitemap, "run-2");
    expect(facts).to.deep.include({ tenants: 1, skipped: 1 });
    expect(chunks[0]).to.deep.include({
      tenant: "acme",
      params: { baseUrl: "https://acme.example/", maxItemFailures: 0.1 },
      source: { workflow: "catalog-import", runId: "import-7", endedAt },
    });
  });

  it("a tenant's work: divided by its last duration, with the function's own rights", async () => {
    const aimed = { ...chunky, chunks: perTenant({ first: 2, aim: minutes(5) }) };
    await stores.deploy([tenant("acme"), tenant("bolt")]);
    const success = {
      tenant: "acme",
      runId: "run-0",
      endedAt: "2026-11-23T03:00:00.000Z",
      workSeconds: 1000,
    };
    await stores.table.put({ ...tableKeys.lastSuccess("chunky", "acme"), ...success });
    const { chunks } = await planned(aimed, "run-3");
    expect(chunks.map(({ tenant, part, parts }) => [tenant, part, parts])).to.deep.equal([
      ["acme", 0, 4],
      ["bolt", 0, 2],
      ["acme", 1, 4],
      ["bolt", 1, 2],
      ["acme", 2, 4],
      ["acme", 3, 4],
    ]);
  });

  it("originals: divided by their duration in the last runs; a resumed run keeps its chunks", async () => {
    const block = { workflows: { "rescale-images": {} } };
    await stores.deploy([tenant("acme", block)]);
    const success = { tenant: "acme", runId: "run-0", endedAt: "2026-11-23T03:00:00.000Z" };
    const remember = (...seconds: number[]) => {
      const items = { done: 2_000, failed: 1, skipped: 0 };
      const work = seconds.map((workSeconds, run) => ({ runId: `run-${run}`, workSeconds, items }));
      const key = tableKeys.lastSuccess("rescale-images", "acme");
      return stores.table.put({ ...key, ...success, work });
    };
    const ends = (chunks: readonly Chunk[]) => chunks.map(({ items }) => items?.through);
    // 2,001 images in 1,000 s are 1,200 in the ten minutes that are aimed for; one night was ten times as slow.
    await remember(990, 1_000, 10_000);
    const { chunks } = await planned(rescaleImages, "run-4");
    expect(ends(chunks)).to.deep.equal([id(1_199), id(2_000)]);
    await remember(4_000);
    expect(ends((await planned(rescaleImages, "run-5")).chunks)).to.have.length(7);
    const again = {
      ...{ workflow: "rescale-images", execution: "again", stateMachine },
      input: { resume: "run-4" },
    };
    const { manifest } = await plan(metadata, rescaleImages, again);
    expect(JSON.parse((await stores.bucket.text(`${manifest}chunks.json`)) ?? "")).to.deep.equal(chunks);
  });

  it("other objects of a tenant: cannot be listed", async () => {
    const data = { bucket: "data", prefix: "tenants/acme/" };
    for (const folder of ["renditions/", "runs/", ""]) {
      const names = metadata.names(data, folder)[Symbol.asyncIterator]();
      await names.next().then(
        () => expect.fail(`listed ${folder}`),
        (error: Error) => expect(error.name).to.equal("AccessDenied"),
      );
    }
  });
});
