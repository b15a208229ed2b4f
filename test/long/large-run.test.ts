import { fork } from "node:child_process";
import { once } from "node:events";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { realClock, VirtualClock } from "@batchline/clock";
import {
  account,
  BenchBatch,
  Identity,
  region,
  type Service,
  startDynamoDb,
  startGateway,
} from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { jobsOfRun } from "../../contract/job-names.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { RunRecord } from "../../contract/records.ts";
import type { Target } from "../../runs/stack/target.ts";
import { DescribedExecutions } from "../../testing/handlers/described-executions.ts";
import { runsTable } from "../../testing/handlers/runs-table.ts";
import type { Told } from "../large-run/told.ts";

const workflow = "large";
const runId = "20261128T030000-4f2a";
const stages = ["fetch", "download", "rescale"];
const chunks = 10_000;
const boundless = { vcpus: 1e6, memoryMiB: 1e9, gpus: 0 };

describe("a run of 10,000 chunks", function () {
  this.timeout(240_000);

  it("is followed with less than 5 requests a second and less than 200 MiB", async () => {
    const clock = new VirtualClock(Date.parse("2026-11-28T03:00:00Z"));
    // Each stage of a chunk takes a minute.
    const runner = {
      start(_: unknown, __: number, at: { started(): void; ended(how: { exitCode: number }): void }) {
        at.started();
        clock.after(60_000, () => at.ended({ exitCode: 0 }));
      },
      kill() {},
    };
    await using bench = await BenchBatch.start("", clock, { runner, host: boundless });
    bench.batch.updateComputeEnvironment({
      computeEnvironment: "spot",
      computeResources: { maxvCpus: 1_500 },
    });
    bench.define();
    const [dynamodb, executions] = [await startDynamoDb({ region }), new DescribedExecutions()];
    executions.executions.set(runId, { status: "RUNNING", startDate: new Date(clock.now()) });
    let requests = 0;
    const counted = (service: Service): Service => ({
      ...service,
      handle(request) {
        requests++;
        return service.handle(request);
      },
    });
    const identity = new Identity({ region, clock: realClock });
    const services = [bench.service, dynamodb.service, executions.service].map(counted);
    const gateway = await startGateway({ identity, services });
    const client = { endpoint: gateway.endpoint, region, credentials: identity.operator };
    try {
      const table = DynamoDBDocumentClient.from(new DynamoDBClient(client));
      await dynamodb.createTable(runsTable("runs"));
      const record: RunRecord = {
        ...{ workflow, runId, execution: runId, status: "RUNNING", startedAt: "2026-11-28T03:00:00.000Z" },
        ...{ chunks, manifest: "runs/large/n/", stages, expiresAt: 4_000_000_000 },
      };
      await table.send(
        new PutCommand({ TableName: "runs", Item: { ...tableKeys.run(workflow, runId), ...record } }),
      );
      table.destroy();
      submit(bench);
      requests = 0;
      const target: Target = {
        option: "--stack test",
        client,
        pollMs: 2000,
        outputs: {
          stateMachines: { [workflow]: `arn:aws:states:${region}:${account}:stateMachine:large` },
          jobQueues: { compute: "queue" },
          ...{ table: "runs", platformBucket: "platform", dataBucket: "data" },
        },
      };
      const startedAt = clock.now();
      let before = 0;
      let seen: Extract<Told, { stages: unknown }>["stages"] = [];
      let end: Extract<Told, { status: string }> | undefined;
      const follower = fork(new URL("../large-run/follower.ts", import.meta.url), [
        ...[JSON.stringify(target), workflow, runId],
      ]);
      follower.on("message", (told: Told) => {
        if ("line" in told) expect.fail(told.line);
        if ("stages" in told) seen = told.stages;
        if ("status" in told) end = told;
        if (!("pauseMs" in told)) return;
        expect((requests - before) / (told.pauseMs / 1000), "requests a second, in a poll").to.be.below(5);
        before = requests;
        clock.advance(told.pauseMs);
        if (seen.length > 0 && seen.every(({ ended }) => ended === chunks))
          executions.executions.set(runId, {
            status: "SUCCEEDED",
            startDate: new Date(startedAt),
            stopDate: new Date(clock.now()),
          });
        follower.send({});
      });
      await once(follower, "exit");
      const seconds = (clock.now() - startedAt) / 1000;
      expect(end?.status).to.equal("SUCCEEDED");
      expect(seen.map(({ ended }) => ended)).to.deep.equal([chunks, chunks, chunks]);
      expect(seconds).to.be.within(1_000, 3_000);
      expect(requests / seconds, "requests a second").to.be.below(5);
      expect(end?.peakMiB).to.be.below(200);
    } finally {
      await gateway.stop();
      await dynamodb.stop();
    }
  });
});

/** The chain of array jobs, as the machine submits it. */
function submit(bench: BenchBatch): void {
  let before: string | undefined;
  for (const stage of stages) {
    before = bench.submit({
      jobName: `${jobsOfRun(workflow, runId, runId)}-0-${stage}`,
      arrayProperties: { size: chunks },
      ...(before !== undefined && { dependsOn: [{ jobId: before, type: "N_TO_N" }] }),
    });
  }
}
