import type { Job } from "../scheduler/job.ts";

interface Wait {
  /** By id: the jobs that are still waited for. */
  readonly left: Set<string>;
  readonly isOver: (job: Job) => boolean;
  readonly done: () => void;
}

/** Runs an action once jobs have got so far: in the turn of the last job's change, so that nothing happens in between. */
export class JobWaits {
  readonly #waits = new Set<Wait>();

  /** Calls `done` once `isOver` was true for each job; at once if there are none. */
  until(jobs: readonly Job[], isOver: Wait["isOver"], done: () => void): void {
    const left = new Set(jobs.filter((job) => !isOver(job)).map(({ id }) => id));
    if (left.size === 0) done();
    else this.#waits.add({ left, isOver, done });
  }

  /** Call it for each job or child whose status changed. */
  changed(job: Job): void {
    for (const wait of this.#waits) {
      if (!wait.left.has(job.id) || !wait.isOver(job)) continue;
      wait.left.delete(job.id);
      if (wait.left.size > 0) continue;
      this.#waits.delete(wait);
      wait.done();
    }
  }
}
