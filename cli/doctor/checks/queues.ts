import {
  type ComputeEnvironmentDetail,
  DescribeJobsCommand,
  GetJobQueueSnapshotCommand,
  type GetJobQueueSnapshotResponse,
} from "@aws-sdk/client-batch";
import { plural } from "@batchline/diagnostics";
import { age, minute } from "../age.ts";
import { type Check, type Finding, note, ok, wrong } from "../check.ts";
import { deployedQueues, queueActions } from "../deployed-queues.ts";
import type { Subject } from "../subject.ts";

/** Instances need a few minutes to start. */
const longestAtHeadMs = 15 * minute;
/** The most jobs that a snapshot names. */
const mostJobs = 100;

/** Queues that are stuck, and environments that start no instances. */
export const queues: Check = {
  name: "queues",
  why: "A job that cannot start blocks all that wait behind it.",
  actions: [...queueActions, "batch:GetJobQueueSnapshot", "batch:DescribeJobs"],
  async run(subject, signal) {
    if (subject.outputs === undefined) return [note("not checked: there is no queue yet")];
    const deployed = await deployedQueues(subject, signal);
    const found = deployed.map(async ({ name, arn, state, environments }): Promise<Finding[]> => {
      if (state !== "ENABLED")
        return [
          wrong(`${name} is ${state ?? "missing"}`, `npx pulumi up --stack ${subject.stack} --refresh`),
        ];
      const broken = environments.flatMap((each) => brokenEnvironment(each, subject) ?? []);
      const room = environments.reduce((sum, each) => sum + (each.computeResources?.maxvCpus ?? 0), 0);
      return [...broken, await headOfQueue({ name, arn, room }, subject, signal)];
    });
    return (await Promise.all(found)).flat();
  },
};

function brokenEnvironment(
  { computeEnvironmentName, state, status, statusReason }: ComputeEnvironmentDetail,
  { stack }: Subject,
): Finding | undefined {
  if (state === "DISABLED")
    return wrong(
      `the environment ${computeEnvironmentName} is DISABLED: it starts no instances`,
      `npx pulumi up --stack ${stack} --refresh`,
    );
  if (status !== "INVALID") return undefined;
  const fix = "fix the cause, or replace the environment: docs/aws.md, How to roll back";
  return wrong(
    `the environment ${computeEnvironmentName} is INVALID: ${statusReason ?? "AWS gives no reason"}`,
    fix,
  );
}

async function headOfQueue(
  queue: { readonly name: string; readonly arn: string; readonly room: number },
  { clients: { batch }, now }: Subject,
  abortSignal: AbortSignal,
): Promise<Finding> {
  const request = new GetJobQueueSnapshotCommand({ jobQueue: queue.arn });
  const snapshot = await batch.send(request, { abortSignal });
  const load = loadOf(snapshot, queue.room);
  const head = snapshot.frontOfQueue?.jobs?.[0];
  const waited = now() - (head?.earliestTimeAtPosition ?? now());
  if (head?.jobArn === undefined || waited < longestAtHeadMs) return ok(`${queue.name}: ${load}`);
  const id = head.jobArn.slice(head.jobArn.lastIndexOf("/") + 1);
  const { jobs: [job] = [] } = await batch.send(new DescribeJobsCommand({ jobs: [id] }), { abortSignal });
  // It may have started, or ended, since the snapshot.
  if (job?.status !== "RUNNABLE") return ok(`${queue.name}: ${load}`);
  const reason = job.statusReason ?? "AWS gives no reason: compare the quotas, and Spot's capacity";
  return wrong(
    `${queue.name}: ${job.jobName} (${id}) has been at the head for ${age(waited)}; ${load}`,
    `${reason}. To let the others pass: aws batch terminate-job --job-id ${id} --reason stuck`,
  );
}

/** `12 of 16 vCPUs in use (greetings 8, reports 4); 30 jobs waiting`. */
function loadOf({ frontOfQueue, queueUtilization }: GetJobQueueSnapshotResponse, room: number): string {
  const { totalCapacityUsage, fairshareUtilization } = queueUtilization ?? {};
  const shares = (fairshareUtilization?.topCapacityUtilization ?? []).map(
    ({ shareIdentifier, capacityUsage }) => `${shareIdentifier} ${capacityUsage?.[0]?.quantity}`,
  );
  const byShare = shares.length > 0 ? ` (${shares.join(", ")})` : "";
  const waiting = frontOfQueue?.jobs?.length ?? 0;
  const more = waiting === mostJobs ? " or more" : "";
  return `${totalCapacityUsage?.[0]?.quantity ?? 0} of ${room} vCPUs in use${byShare}; ${plural(waiting, "job")}${more} waiting`;
}
