import { type Check, type Finding, note } from "./check.ts";
import { failureFinding } from "./failure.ts";
import type { Subject } from "./subject.ts";

/** A finding with its check. */
export interface CheckedFinding extends Finding {
  readonly check: string;
  readonly why: string;
}

interface ExamineOptions {
  /** Ends all requests. */
  readonly signal: AbortSignal;
  /** Returns a signal that aborts when a check has taken too long. */
  readonly timeUp: () => AbortSignal;
  /** Receives each check's findings as it ends. */
  readonly onEnd: (check: Check, findings: readonly Finding[]) => void;
}

/** Runs all checks at once. A request that fails is a finding. The result has the checks' order. @throws the signal's reason, and errors of this program */
export async function examine(
  checks: readonly Check[],
  subject: Subject,
  { signal, timeUp, onEnd }: ExamineOptions,
): Promise<CheckedFinding[]> {
  const all = await Promise.all(
    checks.map(async (check) => {
      const found = await findingsOf(check, subject, AbortSignal.any([signal, timeUp()]));
      // Several requests may lack the same right.
      const findings = [...new Map(found.map((finding) => [finding.what, finding])).values()];
      signal.throwIfAborted();
      onEnd(check, findings);
      return findings.map((finding) => ({ check: check.name, why: check.why, ...finding }));
    }),
  );
  return all.flat().map((finding, at, findings) => {
    const first = findings.findIndex(({ status, what }) => status === "wrong" && what === finding.what);
    if (first === -1 || first === at) return finding;
    // One fault, such as missing credentials, stops many checks.
    const { check, why } = finding;
    return { check, why, ...note(`not checked, for the same reason as ${findings[first]?.check}`) };
  });
}

async function findingsOf(check: Check, subject: Subject, signal: AbortSignal): Promise<readonly Finding[]> {
  // Credentials are looked for without regard to the signal.
  const aborted = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => aborted.reject(signal.reason), { once: true });
  try {
    return await Promise.race([check.run(subject, signal), aborted.promise]);
  } catch (cause) {
    const finding = failureFinding(signal.aborted ? signal.reason : cause, check.actions);
    if (finding === undefined) throw cause;
    return [finding];
  }
}
