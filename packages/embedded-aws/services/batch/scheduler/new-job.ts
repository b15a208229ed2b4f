import { type JobRequest, type JobState, type JobStatus, jobStatuses, type ScheduledJob } from "./job.ts";

/** A submitted job, with its children if it is an array. `sequence` is its place in the order of submission. */
export function newJob(request: JobRequest, sequence: number, now: number): ScheduledJob {
  const size = request.arraySize;
  if (size === undefined) return blank(request, request.id, sequence, now);
  const children: ScheduledJob[] = [];
  const parent: ScheduledJob = {
    ...blank(request, request.id, sequence, now),
    children,
    statusSummary: { ...noJobs, PENDING: size },
  };
  for (let index = 0; index < size; index++) {
    const child = blank(request, `${request.id}:${index}`, sequence + index, now);
    children.push({ ...child, parent, index, status: "PENDING" });
  }
  return parent;
}

/** A job that ended in an earlier session. `children` are an array's, by index. */
export function endedJob(
  request: JobRequest,
  sequence: number,
  state: JobState,
  children: readonly JobState[],
): ScheduledJob {
  const job = newJob(request, sequence, state.createdAt);
  const { statusSummary } = Object.assign(job, state);
  for (const [index, child] of (job.children ?? []).entries()) {
    Object.assign(child, children[index]);
    if (statusSummary === undefined) continue;
    statusSummary.PENDING--;
    statusSummary[child.status]++;
  }
  return job;
}

const noJobs = Object.fromEntries(jobStatuses.map((status) => [status, 0])) as Record<JobStatus, number>;

function blank(request: JobRequest, id: string, sequence: number, now: number): ScheduledJob {
  return {
    ...{ id, request, sequence, createdAt: now, status: "SUBMITTED", attempts: [] },
    ...{ isCancelled: false, isTerminated: false, waitingFor: 0, dependents: [] },
  };
}
