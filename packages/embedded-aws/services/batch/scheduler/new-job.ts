import type { JobRequest, JobStatus, ScheduledJob } from "./job.ts";

/** A job as it is when it was just submitted, with its children if it is an array. `sequence` is its first place in line. */
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
    children.push({
      ...blank(request, `${request.id}:${index}`, sequence + index, now),
      parent,
      index,
      status: "PENDING",
    });
  }
  return parent;
}

const noJobs: Record<JobStatus, number> = {
  SUBMITTED: 0,
  PENDING: 0,
  RUNNABLE: 0,
  STARTING: 0,
  RUNNING: 0,
  SUCCEEDED: 0,
  FAILED: 0,
};

function blank(request: JobRequest, id: string, sequence: number, now: number): ScheduledJob {
  return {
    id,
    request,
    sequence,
    status: "SUBMITTED",
    createdAt: now,
    attempts: [],
    isCancelled: false,
    isTerminated: false,
    waitingFor: 0,
    dependents: [],
  };
}
