import type { StageUsage } from "../../contract/stage-usage.ts";
import type { Stage } from "../../workflow-kit/at-deploy/declaration.ts";
import { stageLimits } from "../../workflow-kit/at-deploy/stage-limits.ts";

/** A change of a stage's declaration. */
export interface SizeChange {
  readonly field: "vcpus" | "memoryMiB" | "timeout";
  /** As declared; a timeout in seconds. */
  readonly from: number;
  readonly to: number;
  /** For people. */
  readonly why: string;
}

/** Room above the peak when memory grows: the next tenant's data may be larger. */
const roomToGrow = 1.3;
/** When it shrinks: Node gives its heap half of the container's memory, and all of the peak may be heap. https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib */
const roomToShrink = 2;
const memoryStepMiB = 128;
/** Node itself takes a third of it. */
const leastMemoryMiB = 256;
/** A share of the memory above which the next peak may not fit. */
const nearlyFull = 0.9;
const vcpuRoom = 1.25;
/** A timeout ends what hangs: one that is many times longer ends it late, and one that is nearly as short ends what works. */
const timeout = { room: 4, least: 300, step: 60, risk: 0.8 };
/** A change is worth an edit if it takes away so much. */
const worthwhile = 0.25;

/**
 * Compares a stage's declaration with what its tries used. Returns the changes that are worth an edit.
 * @param usage Of the last runs, together.
 * @example sizeChanges({ vcpus: 4, memoryMiB: 8192, timeout: 3600 }, usage)[0] // { field: "memoryMiB", from: 8192, to: 1152, … }
 */
export function sizeChanges(
  stage: Pick<Stage, "vcpus" | "memoryMiB" | "timeout" | "retry">,
  usage: StageUsage,
): SizeChange[] {
  if (usage.seconds === 0) return [];
  return [memoryChange(stage, usage), vcpuChange(stage, usage), timeoutChange(stage, usage)].flatMap(
    (change) => change ?? [],
  );
}

function memoryChange(
  { memoryMiB: from, retry }: Pick<Stage, "memoryMiB" | "retry">,
  { peakMiB, outOfMemory, tries }: StageUsage,
): SizeChange | undefined {
  if (peakMiB === 0) return undefined;
  const withRoom = (room: number) => Math.max(leastMemoryMiB, stepsOf(peakMiB * room, memoryStepMiB));
  const change = (to: number, why: string) => ({ field: "memoryMiB" as const, from, to, why });
  // A stage that gets more memory on retry is meant to run out of it now and then.
  if (outOfMemory > (retry === undefined ? 0 : tries / 10))
    return change(
      Math.max(withRoom(roomToGrow), stepsOf(from * 1.5, memoryStepMiB)),
      `${outOfMemory} of ${tries} tries ran out of memory`,
    );
  if (outOfMemory > 0) return undefined;
  const most = `the most that a try used is ${peakMiB.toLocaleString("en")} MiB`;
  if (peakMiB > from * nearlyFull) return change(withRoom(roomToGrow), most);
  const less = withRoom(roomToShrink);
  return less <= from * (1 - worthwhile) ? change(less, most) : undefined;
}

function vcpuChange({ vcpus: from }: Pick<Stage, "vcpus">, usage: StageUsage): SizeChange | undefined {
  const used = usage.cpuSeconds / usage.seconds;
  const to = Math.max(1, Math.ceil(used * vcpuRoom));
  if (used === 0 || to > from * (1 - worthwhile)) return undefined;
  return { field: "vcpus", from, to, why: `a try uses ${used.toFixed(1)} vCPUs on average` };
}

function timeoutChange(
  { timeout: from }: Pick<Stage, "timeout">,
  { longestSeconds }: StageUsage,
): SizeChange | undefined {
  const { least, most } = stageLimits.timeout;
  const within = (seconds: number) => Math.min(most, Math.max(least, stepsOf(seconds, timeout.step)));
  const why = `the longest try took ${Math.ceil(longestSeconds).toLocaleString("en")} s`;
  const longer = within(longestSeconds * 2);
  if (longestSeconds > from * timeout.risk && longer > from)
    return { field: "timeout", from, to: longer, why };
  const to = within(Math.max(timeout.least, longestSeconds * timeout.room));
  return to <= from / 2 ? { field: "timeout", from, to, why } : undefined;
}

/** The usage as it would have been with these changes. @example estimateCost(changedUsage(usage, changes), region).usd */
export function changedUsage(usage: StageUsage, changes: readonly SizeChange[]): StageUsage {
  const factor = (field: SizeChange["field"]) => {
    const change = changes.find((each) => each.field === field);
    return change === undefined ? 1 : change.to / change.from;
  };
  const vcpus = factor("vcpus");
  const { spot, onDemand, unknown } = usage.vcpuSeconds;
  const families = Object.entries(usage.families).map(([family, had]) => {
    return [family, { spot: had.spot * vcpus, onDemand: had.onDemand * vcpus }];
  });
  return {
    ...usage,
    vcpuSeconds: { spot: spot * vcpus, onDemand: onDemand * vcpus, unknown: unknown * vcpus },
    families: Object.fromEntries(families),
    gibSeconds: usage.gibSeconds * factor("memoryMiB"),
  };
}

function stepsOf(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
