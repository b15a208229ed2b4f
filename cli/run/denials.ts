/** A call that IAM denied. */
export interface Denial {
  /** ARN of the caller, `arn:aws:sts::<account>:assumed-role/<role>/<session>` for a role's session. */
  readonly principal: string;
  readonly action: string;
  /** AWS's message: caller, action, resource and reason. */
  readonly message: string;
}

/**
 * Reports each missing right once, and at once: a denied call may be retried for a minute before the run fails. Returns a function
 * that reports the new entries of `denials`.
 */
export function denialReporter(denials: () => readonly Denial[], report: (line: string) => void): () => void {
  const reported = new Set<string>();
  return () => {
    for (const { principal, action, message } of denials()) {
      // Each container has its own session of the role.
      const right = `${principal.split("/").slice(0, 2).join("/")} ${action}`;
      if (reported.has(right)) continue;
      reported.add(right);
      report(`access denied: ${message}`);
    }
  };
}
