import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { ChunkRecord, TenantRecord } from "../../contract/records.ts";
import type { RunOutcome } from "../../runs/follow/run-outcome.ts";
import { outputsOfRun } from "../../workflow-kit/at-deploy/declaration.ts";
import { exportSession } from "./local-export.ts";

const at = new Date(0);
const tenant: TenantRecord = {
  runId: "r2",
  workflow: "find-duplicates",
  tenant: "acme",
  status: "SUCCEEDED",
  startedAt: at.toISOString(),
  chunks: 1,
};
const results = [
  { label: "Results", folder: outputsOfRun },
  { label: "Images", folder: "renditions/" },
];
const chunk: ChunkRecord = {
  workflow: "find-duplicates",
  runId: "r2",
  tenant: "acme",
  chunk: 0,
  stage: "find-duplicates",
  status: "SUCCEEDED",
  attempts: 1,
  startedAt: at.toISOString(),
  items: { done: 9, failed: 0, skipped: 0 },
  expiresAt: 0,
};

describe("the results of a local session", () => {
  let session: string;
  beforeEach(async () => {
    session = await mkdtemp(join(tmpdir(), "local-export-"));
    const data = join(session, "s3/shared/tenants/acme");
    await mkdir(join(data, "runs/find-duplicates/r2/00000000"), { recursive: true });
    await writeFile(join(data, "runs/find-duplicates/r2/00000000/duplicates.json"), "[]");
  });
  afterEach(() => rm(session, { recursive: true }));

  const exported = (chunks: readonly ChunkRecord[]) => {
    const outcome: RunOutcome = {
      workflow: "find-duplicates",
      stages: ["find-duplicates"],
      runId: "r2",
      executionArn: "arn",
      status: "SUCCEEDED",
      reason: "1 tenant succeeded",
      startedAt: at,
      endedAt: at,
      tenants: [tenant, { ...tenant, tenant: "bolt", status: "SKIPPED" }],
      chunks,
      run: undefined,
    };
    return exportSession({ session, outputs: { dataBucket: "shared" } }, [{ results, outcome }]);
  };

  it("folders: links to the data of tenants that ran, and the results in the report", async () => {
    const lines = await exported([{ ...chunk, result: "1 group of near-duplicates" }]);
    expect(lines).to.deep.equal([
      `Results  ${session}/tenants/<tenant>/runs/find-duplicates/r2/`,
      `Records  ${session}/records/`,
      `Logs     ${session}/logs/`,
    ]);
    const result = join(session, "tenants/acme/runs/find-duplicates/r2/00000000/duplicates.json");
    expect(await readFile(result, "utf8")).to.equal("[]");
  });

  it("a report without results: no result folders", async () => {
    expect(await exported([chunk])).to.have.lengthOf(2);
  });
});
