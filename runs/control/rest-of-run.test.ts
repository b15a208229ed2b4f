import { expect } from "chai";
import type { ChunkRecord, ChunkStatus } from "../../contract/records.ts";
import { restOf } from "./rest-of-run.ts";

const stages = { fetch: {}, download: { needs: ["fetch"] }, rescale: { needs: ["download"] } };
const startedAt = "2026-11-28T03:00:00.000Z";
const chunk = (index: number, tenant: string, ...statuses: readonly ChunkStatus[]): ChunkRecord[] =>
  Object.keys(stages).map((stage, at) => ({
    ...{ workflow: "chunky", runId: "r", tenant, chunk: index, stage, attempts: 1, startedAt, expiresAt: 0 },
    items: { done: 0, failed: 0, skipped: 0 },
    status: statuses[at] ?? "NOT_STARTED",
  }));
const planned = [
  { tenant: "acme", chunks: 3 },
  { tenant: "bolt", chunks: 1 },
];
const records = [
  ...chunk(0, "acme", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED"),
  ...chunk(1, "acme", "SUCCEEDED", "SUCCEEDED", "FAILED"),
  ...chunk(2, "bolt", "INTERRUPTED"),
  ...chunk(3, "acme", "SUCCEEDED", "RUNNING"),
];

describe("what is left of a run", () => {
  it("unfinished chunks: by tenant, with the stages before them", () => {
    expect(restOf(records, planned, stages)).to.deep.equal({
      chunks: 4,
      unfinished: 3,
      tenants: [
        { tenant: "acme", chunks: 2, stages: ["download", "rescale"] },
        { tenant: "bolt", chunks: 1, stages: ["fetch", "download", "rescale"] },
      ],
    });
  });

  it("chunks that were never begun have no records, and are counted", () => {
    const more = [...planned, { tenant: "cosy", chunks: 4 }];
    const rest = restOf(records, more, stages, { tenants: ["cosy"], stages: ["fetch"] });
    expect(rest).to.deep.equal({
      ...{ chunks: 8, unfinished: 7 },
      tenants: [{ tenant: "cosy", chunks: 4, stages: ["fetch", "download", "rescale"] }],
    });
  });

  it("a filter: chunks of the tenants that have one of the stages next", () => {
    const chosen = (filter: Parameters<typeof restOf>[3]) =>
      restOf(records, planned, stages, filter).tenants.map(({ tenant, chunks }) => [tenant, chunks]);
    expect(chosen({ tenants: ["bolt"] })).to.deep.equal([["bolt", 1]]);
    expect(chosen({ stages: ["rescale"] })).to.deep.equal([["acme", 1]]);
    expect(chosen({ stages: ["fetch", "download"] })).to.deep.equal([
      ["acme", 1],
      ["bolt", 1],
    ]);
    expect(chosen({ tenants: ["bolt"], stages: ["rescale"] })).to.deep.equal([]);
  });
});
