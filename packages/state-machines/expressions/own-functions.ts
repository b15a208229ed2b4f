import { createHash, randomUUID } from "node:crypto";
import type { StepFunctionsFunction } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import type jsonata from "jsonata";

const algorithms = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];

/** The longest array that $range makes. */
const maxRangeLength = 1000;

/** Formats a time of the clock by JSONata's own rules. */
export type FormatTime = (millis: number, picture?: string, timezone?: string) => Promise<unknown>;

type Implementation = Parameters<jsonata.Expression["registerFunction"]>[1];

/**
 * Registers the functions that Step Functions adds to JSONata or replaces, and removes $eval, which it does not have. $now and
 * $millis read `clock`. https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function addStepFunctions(expression: jsonata.Expression, clock: Clock, format: FormatTime): void {
  const functions: Readonly<
    Record<StepFunctionsFunction, readonly [implementation: Implementation, signature?: string]>
  > = {
    now: [(picture?: string, zone?: string) => format(clock.now(), picture, zone)],
    millis: [() => clock.now()],
    partition: [partition, "<an:a>"],
    range: [range, "<nnn:a>"],
    hash: [hash, "<ss:s>"],
    random: [random, "<n?:n>"],
    uuid: [() => randomUUID()],
    parse: [(text: string) => JSON.parse(text), "<s:x>"],
  };
  expression.assign("eval", undefined);
  for (const [name, [implementation, signature]] of Object.entries(functions)) {
    expression.registerFunction(name, implementation, signature);
  }
}

function partition(items: readonly unknown[], size: number): unknown[][] {
  if (!(size >= 1)) throw new RangeError("$partition: the chunk size must be at least 1");
  const chunk = Math.floor(size);
  return Array.from({ length: Math.ceil(items.length / chunk) }, (_, index) =>
    items.slice(index * chunk, (index + 1) * chunk),
  );
}

function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new RangeError("$range: the increment must not be 0");
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > maxRangeLength) {
    throw new RangeError(`$range: the result would have more than ${maxRangeLength} items`);
  }
  return Array.from({ length }, (_, index) => first + index * step);
}

function hash(text: string, algorithm: string): string {
  if (!algorithms.includes(algorithm)) {
    throw new RangeError(`$hash: the algorithm must be one of ${algorithms.join(", ")}`);
  }
  return createHash(algorithm.replace("-", "")).update(text, "utf8").digest("hex");
}

/** Between 0 and 1; the same seed always gives the same number (mulberry32). */
function random(seed?: number): number {
  if (seed === undefined) return Math.random();
  let state = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
}
