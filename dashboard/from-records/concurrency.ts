import type { ConcurrencyView } from "../view.ts";

/** A container's time. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
  readonly vcpus: number;
}

/** The most steps of a curve: more than a screen has pixels. */
const mostSteps = 2000;

/** How many containers and vCPUs ran at each time. A curve with very many steps shows the most within each part of the time. */
export function concurrencyOf(intervals: readonly Interval[]): ConcurrencyView {
  const steps = stepsOf(intervals);
  return columnsOf(steps.length <= mostSteps ? steps : peaksOf(steps));
}

interface Step {
  readonly atMs: number;
  readonly containers: number;
  readonly vcpus: number;
}

function stepsOf(intervals: readonly Interval[]): Step[] {
  const changes = intervals
    .flatMap(({ startMs, endMs, vcpus }) => [
      { atMs: startMs, containers: 1, vcpus },
      { atMs: endMs, containers: -1, vcpus: -vcpus },
    ])
    .sort((a, b) => a.atMs - b.atMs);
  const steps: Step[] = [];
  let [containers, vcpus] = [0, 0];
  for (const change of changes) {
    containers += change.containers;
    vcpus += change.vcpus;
    if (steps.at(-1)?.atMs === change.atMs) steps.pop();
    steps.push({ atMs: change.atMs, containers, vcpus });
  }
  return steps;
}

function peaksOf(steps: readonly Step[]): Step[] {
  const [first, last] = [steps[0]?.atMs ?? 0, steps.at(-1)?.atMs ?? 0];
  const width = (last - first) / mostSteps;
  const peaks: Step[] = [];
  let before: Step = { atMs: first, containers: 0, vcpus: 0 };
  let next = 0;
  for (let part = 0; part < mostSteps; part += 1) {
    const atMs = first + part * width;
    // What ran when the part began counts for it, too.
    let peak = before;
    for (let step = steps[next]; step !== undefined && step.atMs <= atMs + width; step = steps[next]) {
      peak = {
        atMs,
        containers: Math.max(peak.containers, step.containers),
        vcpus: Math.max(peak.vcpus, step.vcpus),
      };
      before = step;
      next += 1;
    }
    peaks.push({ ...peak, atMs: Math.round(atMs) });
  }
  return [...peaks, { ...before, atMs: last }];
}

const columnsOf = (steps: readonly Step[]): ConcurrencyView => ({
  atMs: steps.map(({ atMs }) => atMs),
  containers: steps.map(({ containers }) => containers),
  vcpus: steps.map(({ vcpus }) => vcpus),
});
