import { type BatchClient, GetJobQueueSnapshotCommand } from "@aws-sdk/client-batch";
import { plural } from "@batchline/diagnostics";
import { shareIdentifier } from "../../contract/share-identifier.ts";

/** Users of a queue that are named. */
const mostNamed = 4;

/**
 * Where a run's jobs stand in their queue, and who has the room, in one sentence.
 * @param workflows All of the stack: shares of the queue have their names.
 * @param prefix Of the ARNs or ids of the run's jobs.
 */
export async function queueRoom(
  batch: BatchClient,
  jobQueue: string,
  { workflows, isOwn }: { readonly workflows: readonly string[]; readonly isOwn: (jobId: string) => boolean },
): Promise<string> {
  const { frontOfQueue, queueUtilization } = await batch.send(new GetJobQueueSnapshotCommand({ jobQueue }));
  const front = frontOfQueue?.jobs ?? [];
  const place = front.findIndex(({ jobArn = "" }) => isOwn(jobArn.slice(jobArn.lastIndexOf("/") + 1)));
  const names = new Map(workflows.map((name) => [shareIdentifier(name), name]));
  const users = (queueUtilization?.fairshareUtilization?.topCapacityUtilization ?? []).flatMap(
    ({ shareIdentifier: share = "", capacityUsage = [] }) => {
      const vcpus = capacityUsage.find(({ capacityUnit }) => capacityUnit === "VCPU")?.quantity ?? 0;
      return vcpus === 0 ? [] : [`${plural(vcpus, "vCPU")} by ${names.get(share) ?? share}`];
    },
  );
  const position =
    place >= 0
      ? `the first is at position ${place + 1}`
      : front.length === 0
        ? "the queue has no order yet"
        : `${front.length} or more others are before them`;
  const used =
    users.length === 0 ? "nothing is in use" : `in use are ${users.slice(0, mostNamed).join(", ")}`;
  return `${position}; ${used}`;
}
