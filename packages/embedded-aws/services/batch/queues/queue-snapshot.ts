import type { GetJobQueueSnapshotResponse } from "@aws-sdk/client-batch";
import { hasContainer, type Job } from "../scheduler/job.ts";
import type { Scheduler } from "../scheduler/scheduler.ts";
import type { JobQueue } from "./job-queues.ts";

/** RUNNABLE jobs, and shares, that a snapshot names. */
const most = { jobs: 100, shares: 20 } as const;

/**
 * The first RUNNABLE jobs of a queue in the order in which they start, and the vCPUs in use. A fair-share queue has them by share too.
 * AWS refreshes its snapshots from time to time; here they are always fresh. Times are epoch milliseconds.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_GetJobQueueSnapshot.html
 */
export function queueSnapshot(
  { jobQueueName, schedulingPolicyArn }: JobQueue,
  scheduler: Scheduler,
  now: number,
  arnOf: (job: Job) => string,
): GetJobQueueSnapshotResponse {
  const jobs = scheduler.pool
    .queue(jobQueueName)
    .front(now, most.jobs)
    .map(({ job, since }) => ({ jobArn: arnOf(job), earliestTimeAtPosition: since }));
  const byShare = usageByShare(scheduler.jobs(), jobQueueName);
  const total = byShare.reduce((sum, [, vcpus]) => sum + vcpus, 0);
  const fairshareUtilization = {
    activeShareCount: byShare.length,
    topCapacityUtilization: byShare
      .slice(0, most.shares)
      .map(([shareIdentifier, vcpus]) => ({ shareIdentifier, capacityUsage: usage(vcpus) })),
  };
  return {
    frontOfQueue: { jobs, lastUpdatedAt: now },
    queueUtilization: {
      totalCapacityUsage: usage(total),
      ...(schedulingPolicyArn !== undefined && { fairshareUtilization }),
      lastUpdatedAt: now,
    },
  };
}

const usage = (quantity: number) => [{ capacityUnit: "VCPU", quantity }];

/** Share → vCPUs of its containers, the largest first. */
function usageByShare(jobs: Iterable<Job>, queue: string): (readonly [string, number])[] {
  const vcpus = new Map<string, number>();
  for (const parent of jobs) {
    if (parent.request.queue !== queue) continue;
    for (const { status, request } of parent.children ?? [parent]) {
      const { share = "" } = request;
      if (hasContainer(status)) vcpus.set(share, (vcpus.get(share) ?? 0) + request.vcpus);
    }
  }
  return [...vcpus].sort(([, a], [, b]) => b - a);
}
