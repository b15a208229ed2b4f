import { StateError } from "@batchline/state-machines";
import { interpret, type Service } from "@batchline/state-machines/testing";
import { expect } from "chai";
import { build } from "../../build.ts";
import { machine } from "../../index.ts";

const arn = (resource: string) => `arn:aws:batch:eu-central-1:111122223333:${resource}`;
const { asl } = build(
  machine((m) => {
    const job = { JobName: "train", JobQueue: arn("job-queue/q"), JobDefinition: arn("job-definition/d:1") };
    m.succeed("Done", m.runMultiNodeJob("Train", job));
  }),
);

describe("a multi-node job", () => {
  let terminated: unknown[];
  beforeEach(() => {
    terminated = [];
  });
  /** Runs it. `look` answers DescribeJobs. */
  const run = (look: Service, submitJob: Service = () => ({ JobId: "id-1", JobName: "train" })) =>
    interpret(asl, {
      random: () => 1,
      services: {
        submitJob,
        describeJobs: look,
        terminateJob: ({ arguments: args }) => {
          terminated.push(args);
          return {};
        },
      },
    });
  const answer = (Status: string, StatusReason?: string) => ({
    Jobs: [{ JobId: "id-1", Status, ...(StatusReason !== undefined && { StatusReason }) }],
  });

  it("is looked at until it has ended, at first not found, and less often as time passes", async () => {
    const { output, elapsedSeconds } = await run((_, call) =>
      call === 1 ? { Jobs: [] } : answer(call < 5 ? "RUNNABLE" : "SUCCEEDED"),
    );
    expect(output).to.deep.equal({ jobId: "id-1", error: null });
    expect(elapsedSeconds).to.equal(5 + 7.5 + 11.25 + 16.875);
    expect(terminated).to.deep.equal([]);
  });

  it("may take a day within the history of an execution", async () => {
    let begun = false;
    const { output, events, elapsedSeconds } = await run((_, call) => {
      begun = call > 23 * 60;
      return answer(begun ? "SUCCEEDED" : "RUNNING");
    });
    expect(output).to.deep.equal({ jobId: "id-1", error: null });
    expect(elapsedSeconds).to.be.above(22.9 * 3600);
    expect(events.length).to.be.below(25_000);
  });

  it("that fails is an outcome, with the reason of Batch", async () => {
    const { output } = await run(() => answer("FAILED", "Host EC2 terminated"));
    expect(output).to.deep.equal({
      jobId: "id-1",
      error: { error: "States.TaskFailed", cause: "Host EC2 terminated" },
    });
    expect(terminated).to.deep.equal([]);
  });

  it("that is refused is an outcome without a job", async () => {
    const { output } = await run(
      () => answer("SUCCEEDED"),
      () => {
        throw new StateError("Batch.ClientException", "the queue is gone");
      },
    );
    expect(output).to.deep.equal({
      jobId: null,
      error: { error: "Batch.ClientException", cause: "the queue is gone" },
    });
    expect(terminated).to.deep.equal([]);
  });

  it("goes on while Batch throttles", async () => {
    const { output } = await run((_, call) => {
      if (call < 30) throw new StateError("Batch.BatchException", "Too Many Requests");
      return answer("SUCCEEDED");
    });
    expect(output).to.deep.equal({ jobId: "id-1", error: null });
  });

  it("is terminated when it cannot be looked at any more", async () => {
    const { output } = await run(() => {
      throw new StateError("Batch.ClientException", "no");
    });
    expect(output).to.deep.equal({
      jobId: "id-1",
      error: { error: "Batch.ClientException", cause: "no" },
    });
    expect(terminated).to.deep.equal([{ JobId: "id-1", Reason: "Train: its end could not be seen: no" }]);
  });
});
