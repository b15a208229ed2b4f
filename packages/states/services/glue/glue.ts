import type { Block } from "../../authoring/block.ts";
import { type TaskOptions, task } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import type { Expr, Value } from "../../expression/types.ts";
import { nameIn } from "../arn.ts";
import type { Call } from "../parameters.ts";
import { passingFaults } from "../transient-errors.ts";

/** Of StartJobRun's request, in the spelling of Step Functions. */
export interface StartJobRunArguments {
  /** The job's ARN. */
  readonly Job: Value<string>;
  /** The names of arguments begin with `--`. */
  readonly Arguments?: Readonly<Record<`--${string}`, Value<string>>>;
  /** Minutes. */
  readonly Timeout?: Value<number>;
  readonly NumberOfWorkers?: Value<number>;
  readonly WorkerType?: Value<string>;
}

export interface StartedJobRun {
  readonly JobName: string;
  readonly JobRunId: string;
}

/** A job run that has succeeded. */
export interface JobRun {
  readonly Id: string;
  readonly JobName: string;
  readonly JobRunState: "SUCCEEDED";
  /** Seconds. */
  readonly ExecutionTime: number;
}

const resource = "arn:aws:states:::glue:startJobRun";

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-glue.html */
export const glueCalls: Readonly<Record<string, Call>> = {
  [resource]: {
    required: ["JobName"],
    parameters: {
      AllocatedCapacity: true,
      Arguments: true,
      ExecutionClass: true,
      ExecutionRoleSessionPolicy: true,
      JobName: true,
      JobRunId: true,
      JobRunQueuingEnabled: true,
      MaxCapacity: true,
      NotificationProperty: true,
      NumberOfWorkers: true,
      SecurityConfiguration: true,
      Timeout: true,
      WorkerType: true,
    },
  },
};

/** AWS Glue. */
export class Glue {
  readonly #block: Block;

  constructor(block: Block) {
    this.#block = block;
  }

  /** Starts a job and does not wait for it. */
  startJobRun(name: string, run: StartJobRunArguments, options?: TaskOptions): Expr<StartedJobRun> {
    return this.#start(name, "", ["glue:StartJobRun"], run, options);
  }

  /** Runs a job to its end; fails with States.TaskFailed, the run in its cause, when the job does. Stopped with the execution. */
  startJobRunSync(name: string, run: StartJobRunArguments, options?: TaskOptions): Expr<JobRun> {
    const actions = ["glue:StartJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"];
    return this.#start(name, ".sync", actions, run, options);
  }

  #start<R>(
    name: string,
    pattern: string,
    actions: readonly string[],
    { Job, ...run }: StartJobRunArguments,
    options?: TaskOptions,
  ): Expr<R> {
    return task(this.#block, name, {
      retry: passingFaults(
        "Glue.OperationTimeoutException",
        "Glue.InternalServiceException",
        "Glue.SdkClientException",
      ),
      ...options,
      resource: resource + pattern,
      arguments: toNode({ JobName: nameIn(Job, ":job/"), ...run }),
      permissions: [{ actions, resources: [{ arn: toNode(Job) }] }],
    });
  }
}
