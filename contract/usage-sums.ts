import type { StageTry } from "./records.ts";
import type { StageUsage, VcpuSeconds } from "./stage-usage.ts";

const noVcpuSeconds: VcpuSeconds = { spot: 0, onDemand: 0, unknown: 0 };

/** The usage of a stage that was not started. */
export const noUsage: StageUsage = {
  ...{ containers: 0, tries: 0, outOfMemory: 0, reclaimed: 0, seconds: 0, longestSeconds: 0 },
  ...{ vcpuSeconds: noVcpuSeconds, families: {}, gibSeconds: 0, cpuSeconds: 0, peakMiB: 0 },
};

/** A container writes its own times. No execution takes a day. */
const longestTrySeconds = 24 * 3600;

/** Families in a usage. More of them count in `vcpuSeconds` only, so that no container can make a tenant's record too large. */
const mostFamilies = 24;

/**
 * What the tries of one stage of a chunk had and used. A try without an end counts no time.
 * @param nodes Of its job. @default 1
 * @example usageOf(record.tries ?? []).vcpuSeconds.spot // 240
 */
export function usageOf(tries: readonly StageTry[], nodes = 1): StageUsage {
  const started = tries.length > 0 ? { ...noUsage, containers: 1 } : noUsage;
  return tries.map((each) => usageOfTry(each, nodes)).reduce(addUsage, started);
}

/** @example const all = [one, two].reduce(addUsage, noUsage); */
export function addUsage(a: StageUsage, b: StageUsage): StageUsage {
  return {
    containers: a.containers + b.containers,
    tries: a.tries + b.tries,
    outOfMemory: a.outOfMemory + b.outOfMemory,
    reclaimed: a.reclaimed + b.reclaimed,
    seconds: sum(a.seconds, b.seconds),
    longestSeconds: Math.max(a.longestSeconds, b.longestSeconds),
    vcpuSeconds: addVcpuSeconds(a.vcpuSeconds, b.vcpuSeconds),
    families: addFamilies(a.families, b.families),
    gibSeconds: sum(a.gibSeconds, b.gibSeconds),
    cpuSeconds: sum(a.cpuSeconds, b.cpuSeconds),
    peakMiB: Math.max(a.peakMiB, b.peakMiB),
  };
}

/** Adds usages by stage. @example addUsages({ fetch }, { fetch, rescale }).fetch.tries */
export function addUsages(
  a: Readonly<Record<string, StageUsage>>,
  b: Readonly<Record<string, StageUsage>>,
): Readonly<Record<string, StageUsage>> {
  const both = Object.entries(b).map(([stage, usage]) => [stage, addUsage(a[stage] ?? noUsage, usage)]);
  return { ...a, ...Object.fromEntries(both) };
}

function usageOfTry(each: StageTry, nodes: number): StageUsage {
  const { startedAt, endedAt = startedAt, outcome, instanceType, spot } = each;
  const { vcpus = 0, memoryMiB = 0, cpuSeconds = 0, peakMiB = 0 } = each;
  const between = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  const seconds = Math.min(Math.max(0, between), longestTrySeconds);
  const had = seconds * vcpus * nodes;
  const priceClass = spot === undefined ? "unknown" : spot ? "spot" : "onDemand";
  const [family] = instanceType?.split(".") ?? [];
  const priced = spot === true ? { spot: had, onDemand: 0 } : { spot: 0, onDemand: had };
  return {
    ...{ containers: 0, tries: 1, seconds, longestSeconds: seconds, cpuSeconds, peakMiB },
    outOfMemory: outcome === "OUT_OF_MEMORY" ? 1 : 0,
    reclaimed: outcome === "RECLAIMED" ? 1 : 0,
    vcpuSeconds: { ...noVcpuSeconds, [priceClass]: had },
    families: family === undefined || spot === undefined ? {} : { [family]: priced },
    gibSeconds: (seconds * memoryMiB * nodes) / 1024,
  };
}

function addVcpuSeconds(a: VcpuSeconds, b: VcpuSeconds): VcpuSeconds {
  return {
    spot: sum(a.spot, b.spot),
    onDemand: sum(a.onDemand, b.onDemand),
    unknown: sum(a.unknown, b.unknown),
  };
}

function addFamilies(a: StageUsage["families"], b: StageUsage["families"]): StageUsage["families"] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].slice(0, mostFamilies);
  const none = { spot: 0, onDemand: 0 };
  return Object.fromEntries(
    names.map((name) => {
      const { [name]: left = none } = a;
      const { [name]: right = none } = b;
      return [name, { spot: sum(left.spot, right.spot), onDemand: sum(left.onDemand, right.onDemand) }];
    }),
  );
}

/** To milliseconds: sums of fractions would have ever more digits. */
function sum(a: number, b: number): number {
  return Math.round((a + b) * 1000) / 1000;
}
