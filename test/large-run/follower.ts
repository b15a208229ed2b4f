import { followRun } from "../../runs/follow/follow-run.ts";
import { useLittleMemory } from "../../runs/follow/little-memory.ts";
import { openStack } from "../../runs/stack/stack.ts";
import type { Target } from "../../runs/stack/target.ts";
import type { Told } from "./told.ts";

/**
 * Follows a run in a process of its own, as `batchline follow` does, in the time of the process that started it: that one ends each pause.
 * Arguments: the target as JSON, the workflow, the run.
 */
useLittleMemory();
const [target = "", workflow = "", runId = ""] = process.argv.slice(2);
const stack = openStack(JSON.parse(target) as Target, [{ name: workflow, stages: {} }]);
const tell = (told: Told) => process.send?.(told);
const outcome = await followRun(
  stack,
  { workflow, runId, execution: runId },
  {
    signal: new AbortController().signal,
    say: (line) => tell({ line }),
    onProgress: ({ stages }) => tell({ stages: stages.map(({ ended, running }) => ({ ended, running })) }),
    pause: (ms) =>
      new Promise((resolve) => {
        process.once("message", () => resolve());
        tell({ pauseMs: ms });
      }),
  },
);
stack.clients.destroy();
// Kilobytes → MiB. https://nodejs.org/api/process.html#processresourceusage
tell({ status: outcome.status, peakMiB: process.resourceUsage().maxRSS / 1024 });
process.disconnect();
