import { setImmediate } from "node:timers/promises";
import type { Json } from "@batchline/asl";
import { perform } from "./perform-state.ts";
import type { Run } from "./run-machine.ts";
import type { Thread } from "./thread.ts";

/** States need no I/O, so a machine that goes in circles would keep everything else from running. */
const transitionsAtOnce = 50;

/** Runs a thread from where it stands to the end of its block. Resolves with the last state's output. */
export async function follow(run: Run, thread: Thread): Promise<Json> {
  for (let transitions = 1; ; transitions++) {
    const { next, output } = await perform(run, thread);
    if (next === undefined) {
      thread.output = output;
      return output;
    }
    thread.moveTo(next, output);
    if (transitions % transitionsAtOnce === 0) await setImmediate();
  }
}
