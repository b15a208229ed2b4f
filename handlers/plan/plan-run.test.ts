import { expect } from "chai";
import fc from "fast-check";
import type { Chunk } from "../../contract/chunk.ts";
import { chunky, noFacts, stateMachine, tenant } from "../../testing/handlers/planned-workflow.ts";
import { describePlan, planRun, shardsOf } from "./plan-run.ts";
import { lastStages } from "./planned-workflow.ts";
import { planResumption } from "./resume.ts";

const now = Date.parse("2026-11-23T12:00:00Z");
const request = { workflow: "chunky", execution: "run-1", stateMachine, input: {} };

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
        const { chunks } = await planRun(request, chunky, { running: tenants, skipped: [] }, noFacts, now);
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
          planRun(request, chunky, { running: structuredClone(tenants), skipped: [] }, noFacts, now);
        expect(await draw()).to.deep.equal(await draw());
      }),
    );
  });

  it("ten thousand tenants: less than 4 KiB", async () => {
    const running = Array.from({ length: 10_000 }, (_, i) => tenant(`tenant-${i}`, { chunks: 10 }));
    const { file } = await planRun(request, chunky, { running, skipped: [] }, noFacts, now);
    const { running: _, skippedTenants, ...facts } = file;
    expect(facts.chunks).to.equal(100_000);
    expect(facts.shards).to.have.length(10);
    expect(JSON.stringify(facts).length).to.be.below(4096);
  });

  it("a tenant with unusable parameters: the others still run", async () => {
    const broken = tenant("bolt", { workflows: { chunky: { chunks: "many" } } });
    const { file } = await planRun(
      request,
      chunky,
      { running: [tenant("acme"), broken], skipped: [] },
      noFacts,
      now,
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
      request,
      chunky,
      { running: [tenant("acme", { chunks: 0 })], skipped: [] },
      noFacts,
      now,
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
    const { file } = await planRun(request, none, { running, skipped }, noFacts, now);
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
    const { chunks } = await planRun(request, completed, { running, skipped }, noFacts, now);
    expect(chunks[0]?.params).to.deep.equal({ chunks: 1, name: "Acme" });
  });
});

describe("planning: resuming", () => {
  let chunks: readonly Chunk[];
  before(async () => {
    const running = [tenant("acme", { chunks: 3 }), tenant("bolt", { chunks: 2 })];
    ({ chunks } = await planRun(request, chunky, { running, skipped: [] }, noFacts, now));
  });
  const again = { workflow: "chunky", execution: "run-2", stateMachine, input: { resume: "run-1" } };

  it("unfinished chunks: planned alone, with their ids, in the attempt's own manifest", () => {
    const { chunks: left, file } = planResumption(again, "run-1", chunks, new Set([0, 2, 4]), now);
    expect(left.map(({ index }) => index)).to.deep.equal([1, 3]);
    expect(file).to.deep.include({
      runId: "run-1",
      execution: "run-2",
      manifest: "runs/chunky/run-1/attempts/run-2/",
      chunks: 2,
      shards: [{ index: 0, offset: 0, size: 2 }],
    });
  });

  it("named tenants: only their chunks are planned", () => {
    const named = { ...again, input: { resume: "run-1", tenants: ["bolt"] } };
    const { chunks: left } = planResumption(named, "run-1", chunks, new Set(), now);
    expect(new Set(left.map(({ tenant }) => tenant))).to.deep.equal(new Set(["bolt"]));
  });

  it("a finished run: nothing to do", () => {
    const { file } = planResumption(again, "run-1", chunks, new Set([0, 1, 2, 3, 4]), now);
    expect(file).to.deep.include({ chunks: 0, reason: "nothing to do: all 5 chunks of run-1 are finished" });
  });

  it("a chunk: finished when the stages that no other stage needs are", () => {
    expect(lastStages(chunky.stages)).to.deep.equal(["rescale"]);
    expect(lastStages({ a: {}, b: { needs: ["a"] }, c: { needs: ["a"] } })).to.deep.equal(["b", "c"]);
  });

  it("the same chunks: the same description", () => {
    const describeIt = () => describePlan(request, "run-1", "runs/chunky/run-1/", chunks, [], [], now);
    expect(describeIt()).to.deep.equal(describeIt());
  });
});
