import { expect } from "chai";
import fc from "fast-check";
import { chunky, noFacts, stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { describePlan, type PlanFrame, planRun, shardsOf } from "./plan-run.ts";
import { lastStages } from "./planned-workflow.ts";

const now = Date.parse("2026-11-23T12:00:00Z");
const frame: PlanFrame = {
  request: { workflow: "chunky", execution: "run-1", stateMachine, input: {} },
  ...{ runId: "run-1", manifest: "runs/chunky/run-1/m1/", stages: chunky.stages, now },
  code: { stateMachine, planner: "metadata:1" },
};

const someTenants = fc
  .uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 12 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc
          .record({ chunks: fc.nat(30), weight: fc.integer({ min: 1, max: 9 }) })
          .map((fields) => tenant(id, fields)),
      ),
    ),
  );

describe("planning: the plan", () => {
  it("every part of every tenant: one chunk, in one shard", async () => {
    await fc.assert(
      fc.asyncProperty(someTenants, fc.integer({ min: 1, max: 40 }), async (tenants, shardSize) => {
        const { chunks } = await planRun(frame, chunky, { running: tenants, skipped: [] }, noFacts);
        const parts = chunks.map(({ tenant, part }) => `${tenant}/${part}`);
        const wanted = tenants.flatMap(({ id, workflows }) =>
          Array.from(
            { length: (workflows.chunky as { chunks: number }).chunks },
            (_, part) => `${id}/${part}`,
          ),
        );
        expect(parts.toSorted()).to.deep.equal(wanted.toSorted());
        expect(chunks.map(({ index }) => index)).to.deep.equal(chunks.map((_, position) => position));
        const covered = shardsOf(chunks.length, shardSize).flatMap(({ offset, size }) =>
          Array.from({ length: size }, (_, i) => offset + i),
        );
        expect(covered).to.deep.equal(chunks.map((_, position) => position));
      }),
    );
  });

  it("the same tenants: the same plan", async () => {
    await fc.assert(
      fc.asyncProperty(someTenants, async (tenants) => {
        const draw = () =>
          planRun(frame, chunky, { running: structuredClone(tenants), skipped: [] }, noFacts);
        expect(await draw()).to.deep.equal(await draw());
      }),
    );
  });

  it("ten thousand tenants: less than 4 KiB", async () => {
    const running = Array.from({ length: 10_000 }, (_, i) => tenant(`tenant-${i}`, { chunks: 10 }));
    const { file } = await planRun(frame, chunky, { running, skipped: [] }, noFacts);
    const { running: _, skippedTenants, ...facts } = file;
    expect(facts.chunks).to.equal(100_000);
    expect(facts.shards).to.have.length(10);
    expect(JSON.stringify(facts).length).to.be.below(4096);
  });

  it("a tenant with unusable parameters: the others still run", async () => {
    const broken = tenant("bolt", { workflows: { chunky: { chunks: "many" } } });
    const { file } = await planRun(
      frame,
      chunky,
      { running: [tenant("acme"), broken], skipped: [] },
      noFacts,
    );
    expect(file.running).to.deep.equal([{ tenant: "acme", firstChunk: 0, chunks: 1 }]);
    expect(file.failedTenants).to.deep.equal([
      {
        tenant: "bolt",
        reason: "could not be planned: chunks: Invalid input: expected number, received string",
      },
    ]);
    expect(file.reason).to.equal("1 tenant in 1 chunk, 1 could not be planned");
  });

  it("a tenant without work: skipped", async () => {
    const { file } = await planRun(
      frame,
      chunky,
      { running: [tenant("acme", { chunks: 0 })], skipped: [] },
      noFacts,
    );
    expect(file).to.deep.include({
      chunks: 0,
      shards: [],
      reason: "nothing to do: 1 skipped (acme: it has nothing to work on)",
    });
  });
});

describe("planning: the workflow's own hooks", () => {
  const skipped: readonly never[] = [];

  it("no chunks: the workflow's own reason", async () => {
    const none = { ...chunky, chunks: { ...chunky.chunks, whyNone: "it has no photos yet" } };
    const running = [tenant("acme", { chunks: 0 })];
    const { file } = await planRun(frame, none, { running, skipped }, noFacts);
    expect(file.reason).to.equal("nothing to do: 1 skipped (acme: it has no photos yet)");
  });

  it("chunks: get the parameters as the workflow completes them from the tenant's file", async () => {
    const completed = {
      ...chunky,
      completeParams: (params: unknown, { name }: { readonly name: string }) => ({
        ...(params as object),
        name,
      }),
    };
    const running = [tenant("acme", { name: "Acme" })];
    const { chunks } = await planRun(frame, completed, { running, skipped }, noFacts);
    expect(chunks[0]?.params).to.deep.equal({ chunks: 1, name: "Acme" });
  });
});

describe("planning: the description of a plan", () => {
  it("names the stages with their needs, and nothing else of them", async () => {
    const stages = { fetch: {}, download: { vcpus: 2, needs: ["fetch"], nodes: 3 } };
    const { file } = describePlan({ ...frame, stages }, []);
    expect(file.stages).to.deep.equal({ fetch: {}, download: { needs: ["fetch"], nodes: 3 } });
  });

  it("is the same for the same chunks", async () => {
    const running = [tenant("acme", { chunks: 3 }), tenant("bolt", { chunks: 2 })];
    const { chunks } = await planRun(frame, chunky, { running, skipped: [] }, noFacts);
    expect(describePlan(frame, chunks)).to.deep.equal(describePlan(frame, chunks));
  });

  it("a chunk: finished when the stages that no other stage needs are", () => {
    expect(lastStages(chunky.stages)).to.deep.equal(["rescale"]);
    expect(lastStages({ a: {}, b: { needs: ["a"] }, c: { needs: ["a"] } })).to.deep.equal(["b", "c"]);
  });
});
