import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";
import type { ListedRun } from "../../runs/records/list-runs.ts";
import { runsAsJson, runsTable } from "./runs-table.ts";

const startedAt = "2026-11-28T03:00:00.000Z";
const by = { workflow: "nightly", startedAt };
const record = { ...by, runId: "r1", execution: "r1", chunks: 45, expiresAt: 0 };
const runs: readonly ListedRun[] = [
  { ...by, runId: "waits", status: "RUNNING" },
  {
    ...{ ...by, runId: "r1", status: "FAILED", endedAt: "2026-11-28T03:03:12.000Z" },
    record: {
      ...{ ...record, status: "FAILED", chunksFailed: 2, reason: "1 of 3 tenants\u001b[2J failed" },
      tenants: { succeeded: 1, failed: 1, skipped: 1 },
    },
  },
  { ...by, runId: "r0", status: "ABORTED", endedAt: startedAt },
];

describe("the list of runs", () => {
  it("a table: durations, tenants, failed chunks and reasons, without control characters", () => {
    const now = new Date("2026-11-28T03:00:09.000Z");
    const [, waits = "", failed = "", stopped] = runsTable(runs, now, "eu-central-1").map(
      stripVTControlCharacters,
    );
    expect(waits.split(/ {2,}/)).to.deep.include.members(["waits", "running", "9 s", "waits, or begins"]);
    expect(failed.split(/ {2,}/)).to.deep.include.members(["failed", "3 min 12 s", "2/45 failed"]);
    expect(stopped).to.contain("stopped");
    expect(failed).to.contain("1 of 3 tenants").and.not.contain("\u001b");
  });

  it("JSON: times in ISO 8601, and no chunks before the plan", () => {
    const [waits, failed] = runsAsJson(runs, "eu-central-1");
    expect(waits).to.deep.include({ runId: "waits", status: "RUNNING", startedAt, chunks: 0 });
    expect(failed?.tenants).to.deep.equal({ succeeded: 1, failed: 1, skipped: 1 });
  });
});
