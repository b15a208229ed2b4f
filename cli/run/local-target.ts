import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "../../runs/stack/target.ts";
import { localTime } from "../runs/time-text.ts";
import { keptStack } from "./kept-account.ts";
import { openSession, sessionStackFile } from "./local-session.ts";
import type { LocalStack } from "./local-stack.ts";
import { type PublishedStack, publish } from "./published-stack.ts";

interface LocalTargetOptions extends Pick<PublishedStack, "stack"> {
  readonly root: string;
  readonly signal: AbortSignal;
  /** Receives each step as it begins. */
  readonly onStep: (step: string) => void;
}

/** Gives `use` the stack on this machine, with the session's folder: what `batchline local` keeps up, or one that ends afterwards.
 * `isKept` tells them apart. */
export async function onLocalTarget<T>(
  { root, stack, signal, onStep }: LocalTargetOptions,
  use: (target: Target, dir: string, isKept: boolean) => Promise<T>,
): Promise<T> {
  const kept = keptStack(root, stack);
  if (kept !== undefined) {
    onStep(keptText(kept));
    return use(kept.target, kept.dir, true);
  }
  const dir = await openSession(root);
  // Loaded only when needed: the embedded AWS is most of the program.
  const { startLocalStack } = await import("./local-stack.ts");
  const started = await startLocalStack({ root, stack, dir, signal, onStep });
  try {
    onStep(`deployed ${started.resources} resources`);
    publishSession(dir, stack, started);
    const result = await use(started, dir, false);
    if (!signal.aborted) await started.settle?.();
    return result;
  } finally {
    endSession(dir);
    await started.stop();
  }
}

/** Says that a command uses the program as `batchline local` deployed it, which may be older than the files. */
export function keptText({ deployedAt, pid }: { readonly deployedAt: Date; readonly pid: number }): string {
  return `using what batchline local deployed at ${localTime(deployedAt.toISOString())} (process ${pid})`;
}

/** Lets other commands find the stack of a session while it is open. */
export function publishSession(
  dir: string,
  stack: string,
  { client, outputs }: Pick<LocalStack, "client" | "outputs">,
): void {
  const file = join(dir, sessionStackFile);
  const deployed = { stack, at: new Date().toISOString(), client, outputs };
  publish(file, { pid: process.pid, deployed }, (aside) => renameSync(aside, file));
}

/** The session is no longer open: its credentials lead nowhere. */
export function endSession(dir: string): void {
  rmSync(join(dir, sessionStackFile), { force: true });
}
