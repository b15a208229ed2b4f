import { defaultAttempts } from "../../contract/exit-codes.ts";
import { retryStrategy } from "./retry-strategy.ts";

/** What every job definition has, whatever its jobs are made of. */
export function jobDefinitionArgs(spec: {
  readonly workflow: string;
  readonly stage: string;
  /** How often a job is tried. @default 3 */
  readonly attempts?: number | undefined;
  /** How long one attempt may take, in seconds; of a multi-node job all nodes together. */
  readonly timeout: number;
}) {
  const { workflow, stage, attempts = defaultAttempts, timeout } = spec;
  return {
    retryStrategy: retryStrategy(attempts),
    timeout: { attemptDurationSeconds: timeout },
    propagateTags: true,
    // Executions that are running hold on to the revision they started with.
    deregisterOnNewRevision: false,
    tags: { workflow, stage },
  };
}
