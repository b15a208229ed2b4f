import type { CauseKind } from "../../contract/causes.ts";

/** What a job had, and how often it was started. Absent: not known. */
export interface JobFacts {
  readonly stage: string;
  readonly memoryMiB?: number;
  /** Whether its containers have had different memory: it was tried with more. */
  readonly grew?: boolean;
  readonly vcpus?: number;
  readonly gpus?: number;
  readonly timeoutSeconds?: number;
  /** Whether its last instance was a Spot instance. */
  readonly spot?: boolean;
  /** Starts that a reclaim ended. */
  readonly reclaimed?: number;
}

/** A cause in words. */
export interface Explanation {
  readonly kind: CauseKind;
  readonly sentence: string;
  readonly help?: string;
}

/** What a reason of AWS means. */
export interface ReasonRule {
  readonly pattern: RegExp;
  readonly explain: (facts: JobFacts, match: RegExpExecArray) => Explanation;
}

/** The explanation does not depend on the job. */
export const always = (explanation: Explanation) => () => explanation;

/** @example mebibytes(2048) // "2,048 MiB" */
export function mebibytes(memoryMiB: number): string {
  return `${memoryMiB.toLocaleString("en")} MiB`;
}
