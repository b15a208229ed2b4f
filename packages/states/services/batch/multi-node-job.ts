import { attempt } from "../../core/attempt.ts";
import { choose } from "../../core/choice.ts";
import { MutableVariable } from "../../core/mutable-variable.ts";
import { parallel } from "../../core/parallel.ts";
import type { Recorder } from "../../core/recorder.ts";
import type { Retrier } from "../../core/retry.ts";
import { assign, fail } from "../../core/simple-states.ts";
import { task } from "../../core/task.ts";
import { rawJsonata, text, typed, value } from "../../expression/authors-functions.ts";
import { expr } from "../../expression/expr.ts";
import { toNode } from "../../expression/literal.ts";
import { stateResult } from "../../expression/node.ts";
import type { Expr, Value } from "../../expression/types.ts";
import {
  batchRetry,
  type ContainerOverrides,
  describePermission,
  type SubmitJobArguments,
  type SubmittedJob,
  submitPermission,
} from "./batch.ts";
import { terminateJob } from "./terminate-job.ts";

/** The request of SubmitJob for a multi-node parallel job. It is not an array, and has overrides for nodes, not for a container. */
export interface MultiNodeJob
  extends Omit<
    SubmitJobArguments,
    "ArrayProperties" | "ContainerOverrides" | "ConsumableResourcePropertiesOverride"
  > {
  readonly NodeOverrides?: {
    readonly NumNodes?: Value<number>;
    readonly NodePropertyOverrides?: readonly {
      /** As in the definition, for example `0` for the main node, `1:` for the others. */
      readonly TargetNodes: Value<string>;
      readonly ContainerOverrides?: ContainerOverrides;
    }[];
  };
}

/** How a multi-node job ended. */
export interface MultiNodeOutcome {
  /** Null if it was not submitted. */
  readonly jobId: string | null;
  /** Null if it succeeded. */
  readonly error: { readonly error: string; readonly cause: string } | null;
}

/** A job that Batch does not know yet has no status: it is submitted, and DescribeJobs is eventually consistent. */
interface Seen {
  readonly status: "SUCCEEDED" | "FAILED" | (string & {});
  readonly reason: string;
}

const notEnded = "JobNotEnded";

/** Each look takes ten of the 25,000 events of an execution. Together they take 30 hours. */
const looks: Retrier = {
  errors: [notEnded],
  intervalSeconds: 5,
  backoffRate: 1.5,
  maxDelaySeconds: 60,
  maxAttempts: 1_800,
};

/** Longer than Batch is ever throttled, since the job works meanwhile. */
const outages: Retrier = {
  errors: ["Batch.ServerException", "Batch.BatchException", "Batch.SdkClientException"],
  intervalSeconds: 5,
  maxDelaySeconds: 60,
  maxAttempts: 60,
  jitter: "FULL",
};

/**
 * Adds the states that submit a multi-node job, look at it until it ends, and terminate it when that cannot be seen. `.sync` would add
 * overrides for one container, which such a job may not have. Its events have no container, by which Step Functions finds them.
 */
export function runMultiNodeJob(recorder: Recorder, name: string, job: MultiNodeJob): Expr<MultiNodeOutcome> {
  const id = new MutableVariable<string>(`${name} job`);
  const submitted = expr<SubmittedJob>(stateResult);
  assign(recorder, `${name}: begin`, [id.to("")]);
  return attempt(
    recorder,
    `${name} outcome`,
    (body) => {
      task(body, name, {
        resource: "arn:aws:states:::aws-sdk:batch:submitJob",
        arguments: toNode(job),
        permissions: [submitPermission(job.JobQueue, job.JobDefinition)],
        retry: batchRetry,
        assign: [id.to(submitted.JobId)],
      });
      const retry = { retry: [looks, outages] };
      const end = parallel<Seen[]>(
        body,
        `${name}: until it ends`,
        [(poll) => look(poll, name, id.value)],
        retry,
      ).at(0);
      return rawJsonata<MultiNodeOutcome>`{'jobId': ${id.value}, 'error': ${end}.status = 'SUCCEEDED' ? null : {'error': 'States.TaskFailed', 'cause': ${end}.reason}}`;
    },
    (handler, error) => {
      choose(handler, `${name}: submitted?`, (branch) => branch).when(id.value.ne(""), (then) =>
        terminateJob(then, name, {
          id: id.value,
          reason: text`${name}: its end could not be seen: ${error.Cause.substring(0, 150)}`,
          queues: [job.JobQueue],
        }),
      );
      return typed<MultiNodeOutcome>({
        jobId: rawJsonata<string | null>`${id.value} = '' ? null : ${id.value}`,
        error: { error: error.Error, cause: error.Cause },
      });
    },
  );
}

/** Fails with `notEnded` while the job has not ended. */
function look(poll: Recorder, name: string, id: Expr<string>): Expr<Seen> {
  const answer = expr(stateResult);
  const seen = task<Seen>(poll, `${name}: look`, {
    resource: "arn:aws:states:::aws-sdk:batch:describeJobs",
    arguments: toNode({ Jobs: [id] }),
    permissions: [describePermission],
    result: toNode(
      rawJsonata<Seen>`($job := ${answer}.Jobs[0]; {'status': $exists($job) ? $job.Status : 'SUBMITTED', 'reason': $exists($job.StatusReason) ? $job.StatusReason : ''})`,
    ),
  });
  choose(poll, `${name}: ended?`, (branch) => branch).when(
    value(["SUCCEEDED", "FAILED"]).includes(seen.status).not(),
    (then) => fail(then, `${name}: not yet`, { error: notEnded, cause: seen.status }),
  );
  return seen;
}
