import { join } from "node:path";
import { must } from "@batchline/diagnostics";
import { openState } from "@batchline/pulumi-engine";
import type { StackOutputs, Target } from "../../runs/stack/target.ts";
import { CommandFailure } from "../errors.ts";
import { keptStack } from "../run/kept-account.ts";
import type { LocalAccountOptions } from "../run/local-account.ts";
import { localMailbox } from "../run/local-mailbox.ts";
import { sessionStackFile } from "../run/local-session.ts";
import type { startLocalStack } from "../run/local-stack.ts";
import { endSession, keptText, publishSession } from "../run/local-target.ts";
import { publishedTarget } from "../run/published-stack.ts";
import { lastAccount } from "./last-account.ts";

interface LocalRunsOptions {
  readonly root: string;
  readonly stack: string;
  readonly signal: AbortSignal;
  /** Given, a session that is opened again gets the program as it is now. It receives the steps, or that `batchline local` keeps an older one. */
  readonly onDeploy?: (step: string) => void;
}

/** Gives `use` the stack on this machine: what `batchline local` keeps up, else what was used last. A session that has ended
 * is opened again for as long as `use` takes: then runs do not go on afterwards.
 * @throws {CommandFailure} BL-U017 if there is no such session */
export async function onLocalRuns<T>(
  { root, stack, signal, onDeploy }: LocalRunsOptions,
  use: (target: Target, goesOn: boolean, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const kept = keptStack(root, stack);
  if (kept !== undefined) {
    onDeploy?.(keptText(kept));
    return whileKept(
      () => keptStack(root, stack),
      signal,
      (lives) => use(kept.target, true, lives),
    );
  }
  const last = lastAccount(root, stack);
  if (last === undefined)
    throw noSession(`nothing has run on this machine: start with batchline run --local`);
  const { dir } = last;
  const published = () => publishedTarget(join(dir, sessionStackFile), stack, dir);
  const running = published();
  if (running !== undefined) return whileKept(published, signal, (lives) => use(running.target, true, lives));
  const outputs = await outputsOf(dir, stack);
  if (outputs === undefined)
    throw noSession(`what was used last, ${dir}, has no stack "${stack}", or its deployment failed`);
  const release = last.take();
  try {
    console.error(`opening ${last.name}`);
    const opened = onDeploy
      ? await deployedAgain({ root, stack, dir, signal, onStep: onDeploy })
      : await openedAgain({ root, stack, dir }, outputs);
    try {
      publishSession(dir, stack, opened);
      const result = await use(opened, false, signal);
      // A rerun's notices may still be under way.
      if (!signal.aborted) await opened.settle?.();
      return result;
    } finally {
      endSession(dir);
      await opened.stop();
    }
  } finally {
    release();
  }
}

// Both load the embedded AWS only when it is needed: it is most of the program.

async function deployedAgain(options: Parameters<typeof startLocalStack>[0]) {
  return (await import("../run/local-stack.ts")).startLocalStack(options);
}

async function openedAgain(options: LocalAccountOptions, outputs: StackOutputs) {
  const { startLocalAccount } = await import("../run/local-account.ts");
  const { aws, settle, stop } = await startLocalAccount(options);
  const denials = () => aws.identity.denials;
  const mailbox = localMailbox(options.dir);
  const target = { option: "--local", client: aws.clientConfig, outputs, pollMs: 250, denials, mailbox };
  return { ...target, settle, stop };
}

/** The outputs of a stack that a session has deployed; undefined if it has not. */
async function outputsOf(dir: string, stack: string): Promise<StackOutputs | undefined> {
  const { resources } = await openState(join(dir, "state", `${stack}.json`));
  if (resources.length === 0) return undefined;
  const own = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const { outputs } = must(own, "a deployed stack has a resource of its own");
  // The first deployment failed.
  if (Object.keys(outputs).length === 0) return undefined;
  return outputs as unknown as StackOutputs;
}

/** How often it is looked whether another process's account is still there, in milliseconds. */
const lookMs = 500;

/** Ends `use` when another process no longer keeps the account: nobody would answer it any more. */
async function whileKept<T>(
  kept: () => object | undefined,
  signal: AbortSignal,
  use: (lives: AbortSignal) => Promise<T>,
): Promise<T> {
  const gone = new AbortController();
  const ended = "the process that kept the local session up has ended it: start the command again";
  const look = setInterval(() => {
    if (kept() === undefined) gone.abort(noSession(ended));
  }, lookMs);
  try {
    return await use(AbortSignal.any([signal, gone.signal]));
  } finally {
    clearInterval(look);
  }
}

function noSession(message: string): CommandFailure {
  return new CommandFailure("BL-U017", message);
}
