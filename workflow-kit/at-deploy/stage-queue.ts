/**
 * The job queues of a stack: the ordinary one, on Spot first; the one whose instances have GPUs; the one on demand, for
 * multi-node jobs, which Spot cannot run. A stack has those that its workflows' stages and planners need.
 */
export const queueNames = ["compute", "gpu", "on-demand"] as const;
export type QueueName = (typeof queueNames)[number];

/** What of a stage decides where it can run; see `Stage`. */
export interface RoutedStage {
  readonly gpus?: number;
  readonly nodes?: number;
}

/** The queue that a stage's jobs go to. */
export function queueOf({ gpus = 0, nodes }: RoutedStage): QueueName {
  if (nodes !== undefined) return "on-demand";
  return gpus > 0 ? "gpu" : "compute";
}

/** A workflow as far as its use of queues goes; see `Workflow`. */
export interface QueueUser {
  readonly name: string;
  /** A planner in a container goes to the queue "compute". */
  readonly planner?: "lambda" | "batch";
  readonly stages: Readonly<Record<string, RoutedStage>>;
  readonly share?: number;
}

/** A workflow's share where it declares none. */
export const defaultShare = 1;

/** Each queue that some stage or planner of the workflows needs, with the workflows that use it and the share that each has of it. */
export function queuesOf(
  workflows: readonly QueueUser[],
): readonly (readonly [QueueName, Readonly<Record<string, number>>])[] {
  return queueNames.flatMap((queue) => {
    const users = workflows.filter(
      ({ stages, planner }) =>
        Object.values(stages).some((stage) => queueOf(stage) === queue) ||
        (planner === "batch" && queue === "compute"),
    );
    if (users.length === 0) return [];
    return [[queue, Object.fromEntries(users.map(({ name, share = defaultShare }) => [name, share]))]];
  });
}
