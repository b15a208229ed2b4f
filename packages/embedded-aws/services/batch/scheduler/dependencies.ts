import { isFinal, type JobRequest, type ScheduledJob } from "./job.ts";

type Find = (id: string) => ScheduledJob | undefined;

/** Throws RangeError for an unknown dependency, and for N_TO_N between arrays of different sizes. */
export function checkDependencies(request: JobRequest, find: Find): void {
  for (const { jobId, type } of request.dependsOn ?? []) {
    if (jobId === undefined) continue;
    const target = find(jobId);
    if (target === undefined) throw new RangeError(`Dependent job ${jobId} does not exist`);
    const { arraySize } = request;
    if (type !== "N_TO_N" || (arraySize !== undefined && target.children?.length === arraySize)) continue;
    throw new RangeError(`N_TO_N dependency on ${jobId}: both must be array jobs of the same size`);
  }
}

/**
 * Makes `job` wait for the dependencies of its checked request. Returns the job or the children whose dependencies have already
 * failed. If an array depends on a whole job, each child counts its parent's wait as one of its own.
 */
export function linkDependencies(job: ScheduledJob, find: Find): readonly ScheduledJob[] {
  const { children = [] } = job;
  const failed: ScheduledJob[] = [];
  const wait = (waiting: ScheduledJob, target: ScheduledJob | undefined) => {
    if (target === undefined) return;
    if (target.status === "FAILED") failed.push(waiting);
    else if (!isFinal(target.status)) {
      waiting.waitingFor++;
      target.dependents.push(waiting);
    }
  };
  for (const { jobId, type } of job.request.dependsOn ?? []) {
    const target = jobId === undefined ? undefined : find(jobId);
    if (target === undefined) {
      for (const [index, child] of children.entries()) wait(child, children[index - 1]);
    } else if (type === "N_TO_N") {
      for (const [index, child] of children.entries()) wait(child, target.children?.[index]);
    } else wait(job, target);
  }
  if (job.waitingFor > 0) for (const child of children) child.waitingFor++;
  return failed;
}
