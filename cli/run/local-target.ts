import { type KeptStack, keptStack } from "./kept-account.ts";
import { openSession } from "./local-session.ts";
import type { Target } from "./target.ts";

interface LocalTargetOptions extends Pick<KeptStack, "stack"> {
  readonly root: string;
  readonly signal: AbortSignal;
  /** Receives each step as it begins. */
  readonly onStep: (step: string) => void;
}

/** Gives `use` the stack on this machine, with the session's folder: what `batchline local` keeps up, or one that ends afterwards. */
export async function onLocalTarget<T>(
  { root, stack, signal, onStep }: LocalTargetOptions,
  use: (target: Target, dir: string) => Promise<T>,
): Promise<T> {
  const kept = keptStack(root, stack);
  if (kept !== undefined) {
    const { pid, deployedAt, dir, target } = kept;
    onStep(`using what batchline local deployed at ${deployedAt.toLocaleTimeString()} (process ${pid})`);
    return use(target, dir);
  }
  const dir = await openSession(root);
  // Loaded only when needed: the embedded AWS is most of the program.
  const { startLocalStack } = await import("./local-stack.ts");
  const started = await startLocalStack({ root, stack, dir, signal, onStep });
  try {
    onStep(`deployed ${started.resources} resources`);
    return await use(started, dir);
  } finally {
    await started.stop();
  }
}
