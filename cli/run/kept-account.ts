import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CommandFailure } from "../errors.ts";
import { isRunning, localRoot, sessionStackFile } from "./local-session.ts";
import { type PublishedStack, publish, publishedTarget, readPublished } from "./published-stack.ts";

/** Below `.local`: what `batchline local` keeps. */
const keptFile = "kept.json";
const dataFolder = "aws";

export interface KeptAccount {
  /** The folder of its data. It stays. */
  readonly dir: string;
  /** Lets `batchline run --local` find the stack. */
  publish(deployed: PublishedStack): void;
  /** Another process may keep the account from now on. */
  release(): void;
}

/** Makes this process the one that keeps the account `.local/aws`. Its file is for its owner only: it has credentials.
 * @param fresh Removes the account's data. @throws CommandFailure if another process keeps it */
export function keepAccount(root: string, fresh: boolean): KeptAccount {
  const local = join(root, localRoot);
  const file = join(local, keptFile);
  const dir = join(local, dataFolder);
  mkdirSync(local, { recursive: true });
  const other = readPublished(file);
  if (other !== undefined && isRunning(other.pid)) throw alreadyKept(file, other.pid);
  rmSync(file, { force: true });
  const { pid } = process;
  publish(file, { pid }, (aside) => {
    try {
      // Fails if another process has done the same meanwhile.
      linkSync(aside, file);
    } catch (cause) {
      const first = readPublished(file);
      throw first === undefined ? cause : alreadyKept(file, first.pid);
    } finally {
      rmSync(aside);
    }
  });
  if (fresh) rmSync(dir, { recursive: true, force: true });
  return {
    dir,
    publish: (deployed) => publish(file, { pid, deployed }, (aside) => renameSync(aside, file)),
    release: () => rmSync(file, { force: true }),
  };
}

/** The stack that a running `batchline local` deployed, if it is this one. */
export function keptStack(root: string, stack: string) {
  const local = join(root, localRoot);
  const dir = join(local, dataFolder);
  const kept = publishedTarget(join(local, keptFile), stack, dir);
  return kept === undefined ? undefined : { ...kept, dir };
}

/** The folder of what an ended `batchline local` left, if it deployed this stack. Undefined while a process keeps it, unless that is a
 * command which has opened it again and lets others use it. */
export function leftAccount(root: string, stack: string): string | undefined {
  const local = join(root, localRoot);
  const dir = join(local, dataFolder);
  if (!existsSync(join(dir, "state", `${stack}.json`))) return undefined;
  const { pid } = readPublished(join(local, keptFile)) ?? {};
  if (pid === undefined || !isRunning(pid)) return dir;
  return publishedTarget(join(dir, sessionStackFile), stack, dir) && dir;
}

function alreadyKept(file: string, pid: number): CommandFailure {
  return new CommandFailure(
    "BL-U016",
    `process ${pid} keeps the embedded AWS of this project up already. Use it with --local, or end it with Ctrl-C. ` +
      `If that process is another program, remove ${file}`,
  );
}
