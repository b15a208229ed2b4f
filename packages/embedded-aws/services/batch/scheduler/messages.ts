import type { Outcome, Placement } from "./attempt.ts";
import type { Misfit } from "./capacity.ts";
import type { Job, JobRequest } from "./job.ts";

interface OfAttempt {
  readonly jobId: string;
  readonly attempt: number;
}

/** Input of the scheduler. */
export type SchedulerEvent =
  | { readonly type: "submit"; readonly request: JobRequest }
  /** Environments, queues or consumable resources of the pool changed. */
  | { readonly type: "pool-changed" }
  /** The attempt has an ECS task. */
  | ({ readonly type: "placed"; readonly placement: Placement } & OfAttempt)
  /** The attempt's container runs. */
  | ({ readonly type: "started"; readonly placement?: Placement | undefined } & OfAttempt)
  /** The attempt's container ended, or could not start. */
  | ({ readonly type: "ended"; readonly outcome: Outcome } & OfAttempt)
  /** The timer of a `set-timer` effect expired. */
  | ({ readonly type: "timed-out" } & OfAttempt)
  /** The time of a `limit-block` effect expired. */
  | { readonly type: "blocked"; readonly jobId: string; readonly misfit: Misfit }
  | { readonly type: "cancel" | "terminate"; readonly jobId: string; readonly reason: string }
  /** Spot reclaims the instance (`i-…`) under the job or child. */
  | { readonly type: "reclaim"; readonly jobId: string; readonly instance: string };

/** Output of the scheduler. */
export type Effect =
  /** Start a container. It reports `started` and `ended`, or only `ended`. */
  | { readonly type: "start"; readonly job: Job; readonly attempt: number }
  /** Stop the container. It reports `ended`. */
  | { readonly type: "kill"; readonly job: Job; readonly attempt: number }
  | { readonly type: "set-timer"; readonly job: Job; readonly attempt: number; readonly ms: number }
  | { readonly type: "clear-timer"; readonly job: Job; readonly attempt: number }
  /** The job may block its queue for this reason for `ms`. */
  | { readonly type: "limit-block"; readonly job: Job; readonly misfit: Misfit; readonly ms: number }
  /** The status of a job, an array or a child changed. */
  | { readonly type: "changed"; readonly job: Job };
