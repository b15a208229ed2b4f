import type { Subject } from "./subject.ts";

/** One line of the report. */
export interface Finding {
  /** `wrong`: somebody should act. `note`: not checked, or not a fault. */
  readonly status: "ok" | "wrong" | "note";
  readonly what: string;
  /** What to do about it; absent if nothing. */
  readonly fix?: string;
}

/** One question to AWS about a stack and its account. */
export interface Check {
  /** @example "quotas" */
  readonly name: string;
  /** Why it matters, in a sentence. */
  readonly why: string;
  /** The IAM actions that its requests need, on all resources. @example ["batch:DescribeJobQueues"] */
  readonly actions: readonly string[];
  /** Requests end when `signal` aborts. @throws errors of the AWS SDK, which become findings */
  run(subject: Subject, signal: AbortSignal): Promise<readonly Finding[]>;
}

export const ok = (what: string): Finding => ({ status: "ok", what });
export const wrong = (what: string, fix: string): Finding => ({ status: "wrong", what, fix });
export const note = (what: string, fix?: string): Finding => ({
  status: "note",
  what,
  ...(fix !== undefined && { fix }),
});
