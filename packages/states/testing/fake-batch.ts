import type { Json, JsonObject } from "@batchline/asl";
import { must } from "@batchline/diagnostics";
import { StateError } from "@batchline/state-machines";
import type { Service } from "@batchline/state-machines/testing";

/** A Batch that records its requests and fails the stages in `failing`. */
export class FakeBatch {
  readonly submitted: JsonObject[] = [];
  readonly terminated: JsonObject[] = [];
  /** Stage → how it fails: its status reason, or a refusal of its submission. */
  readonly failing: Record<string, { reason: string } | { refusal: string }> = {};
  describes = true;

  get services(): Readonly<Record<string, Service>> {
    return {
      submitJob: ({ arguments: args }) => this.#submit(args),
      "submitJob.sync": ({ arguments: args }) => {
        const { JobId } = this.#submit(args);
        const failure = this.#reasons().find(([id]) => id === JobId) ?? this.#reasons()[0];
        if (failure === undefined)
          return { JobArn: `arn:aws:batch:::job/${JobId}`, JobId, Status: "SUCCEEDED" };
        const DependsOn = (args as { DependsOn?: Json }).DependsOn ?? [];
        // The fields are in alphabetical order, as in Step Functions.
        const job = {
          DependsOn,
          JobArn: `arn:aws:batch:::job/${JobId}`,
          JobDefinition: "d",
          JobId,
          JobName: "n",
        };
        throw new StateError("States.TaskFailed", JSON.stringify({ ...job, Status: "FAILED" }));
      },
      describeJobs: ({ arguments: args }) => {
        if (!this.describes) throw new StateError("Batch.ClientException", "no");
        const failed = new Map(this.#reasons());
        const { Jobs } = args as { Jobs: string[] };
        return {
          Jobs: [...Jobs].reverse().map((JobId) => ({
            JobId,
            Status: failed.has(JobId) ? "FAILED" : "SUCCEEDED",
            ...(failed.has(JobId) && { StatusReason: must(failed.get(JobId), "it has failed") }),
          })),
        };
      },
      terminateJob: ({ arguments: args }) => {
        this.terminated.push(args as JsonObject);
        return {};
      },
    };
  }

  #submit(args: Json): { JobId: string; JobName: string } {
    const { JobName } = args as { JobName: string };
    const failure = this.failing[this.#stage(JobName)];
    if (failure && "refusal" in failure) throw new StateError("Batch.ClientException", failure.refusal);
    this.submitted.push(args as JsonObject);
    return { JobId: `id-${this.#stage(JobName)}`, JobName };
  }

  #stage = (jobName: string) => jobName.replace(/^.*-/, "");

  /** Job id → status reason, of the submitted jobs that fail. */
  #reasons(): [string, string][] {
    return this.submitted.flatMap(({ JobName }) => {
      const name = this.#stage(String(JobName));
      const failure = this.failing[name];
      return failure && "reason" in failure ? [[`id-${name}`, failure.reason]] : [];
    });
  }
}
