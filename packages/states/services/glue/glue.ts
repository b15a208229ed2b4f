import { permissionOn } from "../../core/permission.ts";
import type { TaskOptions } from "../../core/task.ts";
import type { Expr, Value } from "../../expression/types.ts";
import { nameIn } from "../arn.ts";
import { Service } from "../service-base.ts";

interface StartJobRunArguments {
  /** The job's ARN. */
  readonly Job: Value<string>;
  /** The names of arguments begin with `--`. */
  readonly Arguments?: Readonly<Record<`--${string}`, Value<string>>>;
  /** Minutes. @default the job's timeout */
  readonly Timeout?: Value<number>;
  readonly NumberOfWorkers?: Value<number>;
  readonly WorkerType?: Value<string>;
}

interface StartedJobRun {
  readonly JobName: string;
  readonly JobRunId: string;
}

/** A job run that succeeded. */
interface JobRun {
  readonly Id: string;
  readonly JobName: string;
  readonly JobRunState: "SUCCEEDED";
  /** Seconds. */
  readonly ExecutionTime: number;
}

export class Glue extends Service {
  /** Starts a job and does not wait for it.
   * @example m.glue.startJobRun("Start", { Job: token("job"), Arguments: { "--day": m.input.day } }) */
  startJobRun(name: string, run: StartJobRunArguments, options?: TaskOptions): Expr<StartedJobRun> {
    return this.#start(name, "", ["glue:StartJobRun"], run, options);
  }

  /** Runs a job to its end. Fails with States.TaskFailed when the job fails; the cause has the run. Stopped with the execution.
   * @example m.glue.startJobRunSync("Nightly", { Job: token("job") }).ExecutionTime */
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
    return this.call(name, options, {
      integration: `glue:startJobRun${pattern}`,
      arguments: { JobName: nameIn(Job, ":job/"), ...run },
      permissions: [permissionOn(actions, Job)],
      transientErrors: [
        "Glue.OperationTimeoutException",
        "Glue.InternalServiceException",
        "Glue.SdkClientException",
      ],
    });
  }
}
