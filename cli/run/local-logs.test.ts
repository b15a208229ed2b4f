import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { ChunkRecord } from "../../contract/records.ts";
import { logLinks } from "./local-logs.ts";

const startedAt = "2026-11-23T03:00:00.000Z";
const record: ChunkRecord = {
  ...{ workflow: "nightly", runId: "r1", tenant: "acme", chunk: 7, stage: "fetch", status: "RUNNING" },
  ...{ attempts: 2, startedAt, items: { done: 0, failed: 0, skipped: 0 }, expiresAt: 0 },
  ...{ logGroup: "/jobs/nightly", logStream: "fetch/default/0b" },
  tries: [
    { attempt: "job-1", startedAt, outcome: "FAILED", logStream: "fetch/default/0a" },
    { attempt: "job-2", startedAt, logStream: "fetch/default/0b" },
  ],
};
const run = { workflow: "nightly", runId: "r1" };

describe("logs of a local session", () => {
  let session: string;
  beforeEach(async () => {
    session = await mkdtemp(join(tmpdir(), "local-logs-"));
    await mkdir(join(session, "cloudwatch/jobs/nightly/fetch/default"), { recursive: true });
    await writeFile(join(session, "cloudwatch/jobs/nightly/fetch/default/0a.log"), "the first attempt");
  });
  afterEach(() => rm(session, { recursive: true }));

  it("have readable names: workflow, run, tenant, chunk, stage, attempt", async () => {
    const link = logLinks(session);
    link(run, [record]);
    link(run, [{ ...record, status: "SUCCEEDED" }]);
    const folder = join(session, "logs/nightly/r1/acme");
    expect(await readdir(folder)).to.have.members(["7-fetch-1.log", "7-fetch-2.log"]);
    expect(await readFile(join(folder, "7-fetch-1.log"), "utf8")).to.equal("the first attempt");
  });

  it("get no name that leads out of the session", async () => {
    const { tries: _, ...untried } = record;
    logLinks(session)(run, [
      { ...untried, logStream: "../../../../etc/passwd" },
      { ...untried, tenant: "../../other" },
      { ...untried, tenant: "a/b" },
    ]);
    expect(await readdir(session)).to.deep.equal(["cloudwatch"]);
  });
});
