/** A stack's job queues, as far as its workflows need them: Spot first, instances with GPUs, multi-node jobs (impossible on Spot). */
export const queueNames = ["compute", "gpu", "on-demand"] as const;
export type QueueName = (typeof queueNames)[number];

/** The fields of a stage that choose its queue; see `Stage`. */
export interface RoutedStage {
  readonly gpus?: number;
  readonly nodes?: number;
}

/** The queue that a stage's jobs wait in. @example queueOf({ gpus: 1 }) // "gpu" */
export function queueOf({ gpus = 0, nodes }: RoutedStage): QueueName {
  if (nodes !== undefined) return "on-demand";
  return gpus > 0 ? "gpu" : "compute";
}

/** A workflow's use of queues; see `Workflow`. */
interface QueueUser {
  readonly name: string;
  /** A planner in a container uses the queue "compute". */
  readonly planner?: "lambda" | "batch";
  readonly stages: Readonly<Record<string, RoutedStage>>;
  readonly share?: number;
}

/** The share of a workflow that declares none. */
export const defaultShare = 1;

/** The queues that the workflows need, each with its workflows and their shares. @example queuesOf([{ name: "price-report", stages: { fetch: {} } }]) // [["compute", { "price-report": 1 }]] */
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
