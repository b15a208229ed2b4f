import type { Misfit } from "./capacity.ts";
import type { Job, JobRequest, Outcome, Placement } from "./job.ts";

/** What happens to the scheduler. */
export type SchedulerEvent =
  | { readonly type: "submit"; readonly request: JobRequest }
  /** The attempt's container runs. */
  | {
      readonly type: "started";
      readonly jobId: string;
      readonly attempt: number;
      readonly placement?: Placement;
    }
  /** The attempt's container ended, or could not be started. */
  | { readonly type: "ended"; readonly jobId: string; readonly attempt: number; readonly outcome: Outcome }
  /** The timer of a `set-timer` effect went off. */
  | { readonly type: "timed-out"; readonly jobId: string; readonly attempt: number }
  /** The time of a `limit-block` effect is over. */
  | { readonly type: "blocked"; readonly jobId: string; readonly misfit: Misfit }
  | { readonly type: "cancel"; readonly jobId: string; readonly reason: string }
  | { readonly type: "terminate"; readonly jobId: string; readonly reason: string }
  /** Spot takes back the instance (`i-…`) on which the job or child runs. */
  | { readonly type: "reclaim"; readonly jobId: string; readonly instance: string };

/** What the world must do about it. */
export type Effect =
  /** Start a container; answer with `started` and `ended`, or only `ended`. */
  | { readonly type: "start"; readonly job: Job; readonly attempt: number }
  /** Stop the container that was started; answer with `ended`. */
  | { readonly type: "kill"; readonly job: Job; readonly attempt: number }
  | { readonly type: "set-timer"; readonly job: Job; readonly attempt: number; readonly ms: number }
  | { readonly type: "clear-timer"; readonly job: Job; readonly attempt: number }
  /** The job blocks its queue for this reason and may do so for `ms`. */
  | { readonly type: "limit-block"; readonly job: Job; readonly misfit: Misfit; readonly ms: number }
  /** A job, an array or a child has another status. */
  | { readonly type: "changed"; readonly job: Job };
