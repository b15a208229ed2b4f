import {
  type ComputeEnvironmentDetail,
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
} from "@aws-sdk/client-batch";
import type { Subject } from "./subject.ts";

/** A queue of the stack as Batch has it. */
interface DeployedQueue {
  /** The stack's name for it. @example "compute" */
  readonly name: string;
  readonly arn: string;
  /** Undefined if the queue is gone. */
  readonly state: string | undefined;
  readonly environments: readonly ComputeEnvironmentDetail[];
}

/** What `deployedQueues` asks for. */
export const queueActions = ["batch:DescribeJobQueues", "batch:DescribeComputeEnvironments"] as const;

/** The stack's queues with their compute environments. None before the first deployment. */
export async function deployedQueues(
  { clients: { batch }, outputs }: Subject,
  abortSignal: AbortSignal,
): Promise<DeployedQueue[]> {
  const arns = Object.entries(outputs?.jobQueues ?? {});
  // Without names Batch describes all of the account.
  if (arns.length === 0) return [];
  const asked = new DescribeJobQueuesCommand({ jobQueues: arns.map(([, arn]) => arn) });
  const { jobQueues = [] } = await batch.send(asked, { abortSignal });
  return Promise.all(
    arns.map(async ([name, arn]) => {
      const queue = jobQueues.find(({ jobQueueArn }) => jobQueueArn === arn);
      const names = queue?.computeEnvironmentOrder?.flatMap((each) => each.computeEnvironment ?? []) ?? [];
      if (names.length === 0) return { name, arn, state: queue?.state, environments: [] };
      const command = new DescribeComputeEnvironmentsCommand({ computeEnvironments: names });
      const { computeEnvironments: environments = [] } = await batch.send(command, { abortSignal });
      return { name, arn, state: queue?.state, environments };
    }),
  );
}
