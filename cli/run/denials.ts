import type { Denial } from "../../runs/stack/target.ts";

/** Returns a function that reports the new entries of `denials`, each missing right once. It reports at once: a denied
 * call may be retried for a minute before the run fails. */
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
