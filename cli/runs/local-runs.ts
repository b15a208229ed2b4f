import { join } from "node:path";
import { must } from "@batchline/diagnostics";
import { openState } from "@batchline/pulumi-engine";
import type { StackOutputs, Target } from "../../runs/stack/target.ts";
import { CommandFailure } from "../errors.ts";
import { keptStack } from "../run/kept-account.ts";
import { localMailbox } from "../run/local-mailbox.ts";
import { latestSession, sessionStackFile, takeSession } from "../run/local-session.ts";
import { endSession, publishSession } from "../run/local-target.ts";
import { publishedTarget } from "../run/published-stack.ts";

/** Gives `use` the stack on this machine: what `batchline local` keeps up, else the latest session. A session that has ended
 * is opened again for as long as `use` takes.
 * @throws {CommandFailure} BL-U017 if there is no such session */
export async function onLocalRuns<T>(
  { root, stack }: { readonly root: string; readonly stack: string },
  use: (target: Target) => Promise<T>,
): Promise<T> {
  const kept = keptStack(root, stack);
  if (kept !== undefined) return use(kept.target);
  const dir = latestSession(root);
  if (dir === undefined) throw noSession(`nothing has run on this machine: start with batchline run --local`);
  const running = publishedTarget(join(dir, sessionStackFile), stack, dir);
  if (running !== undefined) return use(running.target);
  const outputs = await outputsOf(dir, stack);
  if (outputs === undefined) throw noSession(`the latest session, ${dir}, has no stack "${stack}"`);
  const other = takeSession(dir);
  if (other !== undefined)
    throw noSession(
      `process ${other} has just opened the latest session, or closes it: try again in seconds`,
    );
  // Loaded only when needed: the embedded AWS is most of the program.
  const { startLocalAccount } = await import("../run/local-account.ts");
  const { aws, stop } = await startLocalAccount({ root, stack, dir });
  try {
    publishSession(dir, stack, { client: aws.clientConfig, outputs });
    const denials = () => aws.identity.denials;
    const mailbox = localMailbox(dir);
    return await use({
      ...{ option: "--local", client: aws.clientConfig, outputs, pollMs: 250 },
      ...{ denials, mailbox },
    });
  } finally {
    endSession(dir);
    await stop();
  }
}

/** The outputs of a stack that a session has deployed; undefined if it has not. */
async function outputsOf(dir: string, stack: string): Promise<StackOutputs | undefined> {
  const { resources } = await openState(join(dir, "state", `${stack}.json`));
  if (resources.length === 0) return undefined;
  const own = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  return must(own, "a deployed stack has a resource of its own").outputs as unknown as StackOutputs;
}

function noSession(message: string): CommandFailure {
  return new CommandFailure("BL-U017", message);
}
