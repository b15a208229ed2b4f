import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";
import type { ChunkRecord, TenantRecord } from "../../contract/records.ts";
import type { RunOutcome } from "../../runs/follow/run-outcome.ts";
import { reportLines } from "./report.ts";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const tenant = (more: Partial<TenantRecord>): TenantRecord => ({
  runId: "r1",
  workflow: "catalog-import",
  tenant: "acme",
  status: "SUCCEEDED",
  startedAt: at(0).toISOString(),
  endedAt: at(12).toISOString(),
  chunks: 2,
  ...more,
});
const chunk = (more: Partial<ChunkRecord>): ChunkRecord => ({
  workflow: "catalog-import",
  runId: "r1",
  tenant: "acme",
  chunk: 0,
  stage: "download",
  status: "SUCCEEDED",
  attempts: 1,
  startedAt: at(0).toISOString(),
  items: { done: 1, failed: 0, skipped: 0 },
  expiresAt: 0,
  ...more,
});
const outcome = (more: Partial<RunOutcome>): RunOutcome => ({
  workflow: "catalog-import",
  stages: ["fetch", "download", "rescale"],
  runId: "r1",
  executionArn: "arn",
  status: "SUCCEEDED",
  reason: "1 tenant succeeded",
  startedAt: at(0),
  endedAt: at(15),
  tenants: [tenant({})],
  chunks: [],
  run: undefined,
  ...more,
});
const report = (more: Partial<RunOutcome>) => reportLines(outcome(more)).map(stripVTControlCharacters);

describe("run report", () => {
  it("first line: workflow, run, result, duration and reason", () => {
    expect(report({})[0]).to.equal("✔ catalog-import r1 succeeded in 15.0 s: 1 tenant succeeded");
    expect(report({ status: "FAILED", reason: "acme failed" })[0])
      .to.contain("✘")
      .and.contain("failed in 15.0 s: acme failed");
  });

  it("a function that died: with its last lines, without what a terminal obeys", () => {
    const lines = report({ status: "FAILED", reason: "Runtime.ExitError", said: ["no data\u001bbase"] });
    expect(lines[1]).to.equal("  | no data\ufffdbase");
  });

  it("a line per tenant: done and skipped of the last stage, failed of all stages", () => {
    const items = {
      fetch: { done: 10, failed: 1, skipped: 0 },
      download: { done: 9, failed: 2, skipped: 0 },
      rescale: { done: 5, failed: 1, skipped: 3 },
    };
    const line = report({ tenants: [tenant({ items })] })[3];
    expect(line?.split(/\s+/)).to.deep.equal(["acme", "succeeded", "2", "5", "4", "3", "12.0", "s"]);
  });

  it("a skipped tenant: with the reason", () => {
    const line = report({ tenants: [tenant({ status: "SKIPPED", reason: "paused: moving shop" })] })[3];
    expect(line).to.contain("skipped").and.contain("paused: moving shop");
  });

  it("failed items: each with its reason, the others counted", () => {
    const failures = Array.from({ length: 20 }, (_, i) => ({
      item: `http://x/${i}.jpg`,
      reason: "404 Not Found",
    }));
    const lines = report({ chunks: [chunk({ items: { done: 1, failed: 30, skipped: 0 }, failures })] });
    expect(lines).to.include("30 items failed:");
    expect(lines).to.include("  acme  download  http://x/3.jpg: 404 Not Found");
    expect(lines.at(-1)).to.equal("  … and 10 more: see the records");
  });

  it("a run whose many records were not read: the failed items of its tenants, counted", () => {
    const items = {
      fetch: { done: 10, failed: 1, skipped: 0 },
      download: { done: 9, failed: 2, skipped: 0 },
    };
    const lines = report({ chunks: undefined, tenants: [tenant({ items })] });
    expect(lines.slice(-2)).to.deep.equal(["3 items failed:", "  … and 3 more: see the records"]);
  });

  it("no failed items: not mentioned", () => {
    expect(report({ chunks: [chunk({})] }).join("\n")).not.to.contain("items failed");
  });

  it("text of suppliers and stages: nothing that a terminal obeys", () => {
    const failures = [{ item: "a\u001b[2Jb", reason: "c\u0007\nd" }];
    const items = { done: 1, failed: 1, skipped: 0 };
    const lines = reportLines(
      outcome({
        reason: "e\u001b]0;x",
        tenants: [tenant({ status: "FAILED", reason: "f\u001bc" })],
        chunks: [chunk({ items, failures, result: "g\u009b1m" })],
      }),
    ).join("\n");
    for (const text of ["a\ufffd[2Jb: c\ufffd\ufffdd", "e\ufffd]0;x", "f\ufffdc", "g\ufffd1m"])
      expect(lines).to.contain(text);
  });
});
