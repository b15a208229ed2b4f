import type { MoreMemory, Stage } from "./declaration.ts";
import { stageLimits } from "./stage-limits.ts";

/** The least and the most of `times`: each time is a Map of its own in the state machine. */
const times = { least: 1, most: 4 };

/** The most that memory grows at once. */
const mostFactor = 10;

/** What is wrong with a stage's `retry`. Each begins with the field. */
export function* moreMemoryProblems({
  retry,
  nodes,
  memoryMiB,
}: Pick<Stage, "retry" | "nodes" | "memoryMiB">) {
  if (retry === undefined) return;
  if (nodes !== undefined) {
    yield ".retry: a stage with nodes is not tried with more memory, as Batch ends its job by the main node alone; remove one of the two";
  }
  const { outOfMemory } = retry;
  const at = ".retry.outOfMemory";
  if (!isWholeWithin(outOfMemory.times, times)) {
    yield `${at}.times: ${outOfMemory.times} is not a whole number from ${times.least} to ${times.most}`;
  }
  const factor = factorOf(outOfMemory);
  if (!(factor > 1 && factor <= mostFactor)) {
    yield `${at}.memory: ${JSON.stringify(outOfMemory.memory)} is not a factor above 1 and up to ${mostFactor}, such as "x2"`;
  }
  const { most } = stageLimits.memoryMiB;
  if (!isWholeWithin(outOfMemory.mostMiB, { least: memoryMiB + 1, most })) {
    yield `${at}.mostMiB: ${outOfMemory.mostMiB} is not a whole number above the stage's memoryMiB, ${memoryMiB}, and up to ${most}`;
  }
}

function isWholeWithin(
  value: number,
  { least, most }: { readonly least: number; readonly most: number },
): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** NaN unless it is a factor. */
function factorOf({ memory }: MoreMemory): number {
  return /^x\d+(\.\d+)?$/.test(memory) ? Number(memory.slice(1)) : Number.NaN;
}

/**
 * The memory of a stage's containers in MiB: first the declared one, then what chunks get that ran out of it.
 * @example memorySizes({ memoryMiB: 2048, retry: { outOfMemory: { times: 3, memory: "x2", mostMiB: 6000 } } }) // [2048, 4096, 6000]
 */
export function memorySizes({ memoryMiB, retry }: Pick<Stage, "memoryMiB" | "retry">): number[] {
  const sizes = [memoryMiB];
  if (retry === undefined) return sizes;
  const { times, mostMiB } = retry.outOfMemory;
  const factor = factorOf(retry.outOfMemory);
  for (let last = memoryMiB; sizes.length <= times && last < mostMiB; sizes.push(last)) {
    last = Math.min(mostMiB, Math.ceil(last * factor));
  }
  return sizes;
}

/** Whether any of the stages gets more memory. @example growsMemory(catalogImport.stages) */
export function growsMemory(stages: Readonly<Record<string, Pick<Stage, "retry">>>): boolean {
  return Object.values(stages).some(({ retry }) => retry !== undefined);
}
