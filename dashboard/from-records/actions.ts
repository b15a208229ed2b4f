import { plural } from "@batchline/diagnostics";
import type { ActionsView, RunRow, TenantRow } from "../view.ts";

/** What the caller lacks for an action, if it is known. */
export interface MissingRights {
  readonly rerun?: string;
  readonly stop?: string;
}

/** Which of the page's buttons work on a run. */
export function actionsOf(run: RunRow, tenants: readonly TenantRow[], missing: MissingRights): ActionsView {
  const lacks = (right: string) => `You lack the right ${right}.`;
  const isRunning = run.status === "RUNNING";
  const open = tenants.filter(
    ({ status, chunks, chunksDone }) => status !== "SKIPPED" && chunksDone < chunks,
  );
  const chunks = open.reduce((sum, tenant) => sum + tenant.chunks - tenant.chunksDone, 0);
  return {
    rerun: isRunning
      ? { can: false, why: "It is under way." }
      : chunks === 0
        ? { can: false, why: "It has no unfinished chunks." }
        : missing.rerun !== undefined
          ? { can: false, why: lacks(missing.rerun) }
          : {
              can: true,
              will: `It runs ${plural(chunks, "unfinished chunk")} of ${plural(open.length, "tenant")} through their remaining stages. What has succeeded is not done again.`,
            },
    stop: !isRunning
      ? { can: false, why: "It has ended." }
      : missing.stop !== undefined
        ? { can: false, why: lacks(missing.stop) }
        : {
            can: true,
            will: "It ends the execution and its jobs. Finished chunks stay, and a rerun continues with the rest.",
          },
  };
}
