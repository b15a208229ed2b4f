import { CodedError } from "@batchline/diagnostics";
import { expect } from "chai";
import pino from "pino";
import { z } from "zod";
import { buildWorkflow } from "./at-deploy/build-workflow.ts";
import type { TenantFacts } from "./at-deploy/chunking.ts";
import { errorCodes as workflowCodes } from "./at-deploy/error-codes.ts";
import { perTenant } from "./at-deploy/per-tenant.ts";
import { standardMachine } from "./at-deploy/standard-machine.ts";
import { inStartOrder } from "./at-deploy/start-workflow.ts";
import { minutes, workflow } from "./at-deploy/workflow.ts";
import { chunkParams } from "./at-run/chunk-params.ts";
import { statusError } from "./at-run/egress/request-error.ts";
import { errorCodes as stageCodes } from "./at-run/error-codes.ts";
import {
  ClosedError,
  DecoderError,
  ItemError,
  MissingObjectError,
  NotGrantedError,
  OvertakenError,
  UnguardedWriteError,
} from "./at-run/errors.ts";
import { checkFailureShare } from "./at-run/failure-share.ts";
import { eachItem } from "./at-run/items.ts";
import { frames } from "./at-run/nodes/frames.ts";
import { MainLink } from "./at-run/nodes/main-link.ts";
import { MainNode } from "./at-run/nodes/main-node.ts";
import { newKey } from "./at-run/nodes/meeting-point.ts";
import { failedAttempts, ownFailuresOf } from "./at-run/own-failures.ts";
import { Progress } from "./at-run/progress.ts";

const codes = { ...workflowCodes, ...stageCodes };

const acme = {
  ...{ id: "acme", name: "Acme", weight: 1, workflows: {} },
  data: { bucket: "data", prefix: "tenants/acme/" },
};
const noFacts: TenantFacts = {
  names: async function* () {},
  lastSuccess: async () => undefined,
  source: async (workflow, { runId, endedAt }) => ({ workflow, runId, endedAt }),
};

const declare = (name: string) =>
  workflow({
    ...{ name, params: z.unknown(), chunks: perTenant(), machine: standardMachine },
    stages: { one: { vcpus: 1, memoryMiB: 512, timeout: minutes(10), nodes: 2 } },
  });

function halfFailed(): Progress {
  const progress = new Progress();
  progress.done();
  progress.failed("a.png", "it is empty");
  return progress;
}

/** A main node that waits for node 1, and the key to connect with. */
async function mainNode(joinMs: number) {
  const shared = newKey({ index: 0, mainIndex: 0, count: 2, attempt: "job/1" });
  const main = await MainNode.open({
    ...{ shared, others: [1], ports: { first: 0, last: 0 }, joinMs, silenceMs: 60_000 },
    ...{ onResult: () => undefined, log: pino({ level: "silent" }) },
  });
  return { main, shared };
}

const batchJob = {
  ...{ jobName: "j", jobId: "1", jobQueue: "q", jobDefinition: "d", startedAt: 0 },
  status: "RUNNING",
} as const;

/** For each code, a use that fails, and the whole message. */
const rows: Readonly<Record<keyof typeof codes, readonly [() => unknown, string]>> = {
  "BL-W001": [
    () => declare("Report"),
    'workflow "Report": name: use 1–40 lower-case letters, digits and dashes, starting with a letter',
  ],
  "BL-W002": [() => perTenant({ first: 0 }), "first: 0 is not a whole number of at least 1"],
  "BL-W003": [
    () => perTenant({ parts: () => 0.5 }).chunksOf(acme, undefined, noFacts),
    "tenant acme asks for 0.5 chunks: use a whole number of at least 1",
  ],
  "BL-W004": [
    () => buildWorkflow(declare("report")),
    "workflow report: standardMachine cannot run stages.one, which has nodes; use multiNodeMachine",
  ],
  "BL-W005": [
    () => inStartOrder([{ name: "report", machine: { tokens: ["stateMachine.letter"] } }]),
    "workflow report: it starts letter, and the stack has: report",
  ],
  "BL-R001": [
    () => {
      throw new ItemError("its price is not a number");
    },
    "its price is not a number",
  ],
  "BL-R002": [
    () => checkFailureShare(halfFailed(), 0.1, "images"),
    "1 of 2 images failed (50 %), more than the 10 % allowed; first: a.png: it is empty",
  ],
  "BL-R003": [
    async () => {
      const { main } = await mainNode(1);
      await main.done.finally(() => main.close());
    },
    "node 1 did not connect within 0.001 s of the main node's start",
  ],
  "BL-R004": [
    () => {
      const chunk = { index: 3, tenant: "acme", part: 0, parts: 1, data: acme.data, params: 7 };
      chunkParams({ workflow: "report", chunk }, z.string());
    },
    "chunk 3 has wrong parameters for report: ✖ Invalid input: expected string, received number",
  ],
  "BL-R005": [
    () =>
      eachItem(
        [],
        { parallel: 1, signal: AbortSignal.abort(), progress: new Progress(), name: String },
        async () => undefined,
      ),
    "the container was stopped before the stage was done",
  ],
  "BL-R006": [
    () => {
      throw statusError(new URL("http://shop.example/"), 404, {});
    },
    "shop.example answered 404",
  ],
  "BL-R007": [
    async () => {
      const { main, shared } = await mainNode(60_000);
      const link = await MainLink.open({
        ...{ host: "127.0.0.1", port: main.port, shared, node: 1, aliveMs: 60_000 },
      });
      await link.failed("no images", 65);
      await main.done.finally(() => main.close());
    },
    "node 1 failed: no images",
  ],
  "BL-R008": [
    async () => {
      const bytes = async function* () {
        yield Buffer.from("{\n");
      };
      for await (const _ of frames(bytes()));
    },
    "a frame is not JSON",
  ],
  "BL-R009": [
    () => {
      throw new MissingObjectError("s3://data/tenants/acme/prices.ndjson does not exist");
    },
    "s3://data/tenants/acme/prices.ndjson does not exist",
  ],
  "BL-R010": [
    () => {
      const container = { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" };
      const attempts = [{ stoppedAt: 1, statusReason: "Essential container in task exited", container }];
      throw ownFailuresOf(failedAttempts({ ...batchJob, attempts }), 1).limitReached;
    },
    "it needed more memory than its stage has: OutOfMemoryError: Container killed due to memory usage; Essential container in task exited; exit code 137",
  ],
  "BL-R011": [
    () => {
      throw new OvertakenError("s3://data/tenants/acme/state/prices.ndjson");
    },
    "s3://data/tenants/acme/state/prices.ndjson was not replaced: another attempt has written it since this one looked",
  ],
  "BL-R012": [
    () => {
      throw new UnguardedWriteError("s3://data/tenants/acme/state/prices.ndjson", "runs/prices/");
    },
    "s3://data/tenants/acme/state/prices.ndjson is not an output of this attempt (runs/prices/): use replace with a snapshot, or putOnce",
  ],
  "BL-R013": [
    () => {
      throw new NotGrantedError("the run has ended, or is being closed (BL-B008)");
    },
    "the broker refused: the run has ended, or is being closed (BL-B008)",
  ],
  "BL-R015": [
    () => {
      throw new ClosedError("run-7");
    },
    "execution run-7 was closed before this container began",
  ],
  "BL-R014": [
    () => {
      throw new DecoderError("the decoder crashed (SIGSEGV)");
    },
    "the decoder crashed (SIGSEGV)",
  ],
};

describe("errors of workflows and stages", () => {
  for (const [code, [fail, message]] of Object.entries(rows)) {
    it(`${code}: ${message}`, async () => {
      const error = await Promise.resolve()
        .then(fail)
        .then(
          () => expect.fail("it did not fail"),
          (reason: unknown) => reason,
        );
      expect(error).to.be.instanceOf(CodedError).and.include({ code, message });
    });
  }

  it("table: a row for each code", () => {
    expect(Object.keys(rows)).to.have.members(Object.keys(codes));
  });
});
