import type { ErrorName, Retrier } from "../core/retry.ts";

/** What integrations retry of themselves: faults that pass, a little later each time, for two minutes or so. */
export const passingFaults = (...errors: readonly [ErrorName, ...ErrorName[]]): readonly Retrier[] => [
  { errors, intervalSeconds: 2, maxAttempts: 6, backoffRate: 2, maxDelaySeconds: 60, jitter: "FULL" },
];
