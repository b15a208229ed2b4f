/**
 * A request to the close function: end the run of an execution that no longer lives. The planner sends it when such an execution holds
 * the workflow's lock.
 */
export interface EndRequest {
  readonly end: {
    readonly workflow: string;
    readonly runId: string;
    /** The name of the execution that the claim names. */
    readonly execution: string;
    /** The ARN of the workflow's state machine. */
    readonly stateMachine: string;
  };
}

/** The close function's answer to an `EndRequest`. */
export interface EndResult {
  /** The execution lives, so the run stays as it is. Otherwise it has ended, and the lock names the execution no more. */
  readonly alive: boolean;
}
