/** A call that IAM refused. */
export interface Denial {
  /** ARN of who asked, `arn:aws:sts::<account>:assumed-role/<role>/<session>` for a role's session. */
  readonly principal: string;
  readonly action: string;
  /** In AWS's words: who may not do what with which resource, and why. */
  readonly message: string;
}

/**
 * Tells each missing right once, at once: what is refused may be retried for a minute before the run fails, or be lost among
 * the errors of many chunks. Gives a function that looks for what is new in `denials`, which grows at its end.
 */
export function denialTeller(denials: () => readonly Denial[], tell: (line: string) => void): () => void {
  const told = new Set<string>();
  return () => {
    for (const { principal, action, message } of denials()) {
      // One role's sessions are many: each container has its own.
      const right = `${principal.split("/").slice(0, 2).join("/")} ${action}`;
      if (told.has(right)) continue;
      told.add(right);
      tell(`access denied: ${message}`);
    }
  };
}
