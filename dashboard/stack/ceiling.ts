import { DescribeComputeEnvironmentsCommand, DescribeJobQueuesCommand } from "@aws-sdk/client-batch";
import type { Stack } from "../../runs/stack/stack.ts";

/** The most vCPUs that the compute environments of a queue have together; undefined for a queue that is gone. */
export async function ceilingOf({ clients, outputs }: Stack, queue: string): Promise<number | undefined> {
  const arn = outputs.jobQueues?.[queue];
  if (arn === undefined) return undefined;
  const { jobQueues = [] } = await clients.batch.send(new DescribeJobQueuesCommand({ jobQueues: [arn] }));
  const names = (jobQueues[0]?.computeEnvironmentOrder ?? []).flatMap(
    ({ computeEnvironment }) => computeEnvironment ?? [],
  );
  // Without names Batch describes all of the account.
  if (names.length === 0) return undefined;
  const command = new DescribeComputeEnvironmentsCommand({ computeEnvironments: names });
  const { computeEnvironments = [] } = await clients.batch.send(command);
  return computeEnvironments.reduce(
    (sum, { computeResources }) => sum + (computeResources?.maxvCpus ?? 0),
    0,
  );
}
