import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { CommandFailure } from "../errors.ts";
import { keepAccount, leftAccount } from "../run/kept-account.ts";
import { latestSession, takeSession } from "../run/local-session.ts";
import { localTime } from "./time-text.ts";

/** An embedded AWS that has run on this machine. */
export interface LastAccount {
  /** The folder of its data. */
  readonly dir: string;
  /** What it is, for people. */
  readonly name: string;
  /** Makes this process the one that keeps it. Returns what ends that. @throws CommandFailure if another process keeps it */
  take(): () => void;
}

/** The account that was used last: the latest session's, or what `batchline local` left. Undefined if there is none. */
export function lastAccount(root: string, stack: string): LastAccount | undefined {
  const session = latestSession(root);
  const left = leftAccount(root, stack);
  if (left !== undefined && (session === undefined || lastUse(left) > lastUse(session))) {
    const at = localTime(new Date(lastUse(left)).toISOString());
    return {
      dir: left,
      name: `what batchline local left at ${at}`,
      take: () => keepAccount(root, false).release,
    };
  }
  if (session === undefined) return undefined;
  const name = `the session of ${localTime(startOf(session))}`;
  return { dir: session, name, take: () => takenSession(session) };
}

function takenSession(dir: string): () => void {
  const other = takeSession(dir);
  if (other === undefined) return () => {};
  throw new CommandFailure(
    "BL-U017",
    `process ${other} has just opened the latest session, or closes it: try again in seconds`,
  );
}

/** When an account's services wrote last, in epoch milliseconds. Each has a folder, and its newest files show it. */
function lastUse(dir: string): number {
  const entries = readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? [path, ...readdirSync(path).map((name) => join(path, name))] : [path];
  });
  // A running process may remove a file meanwhile.
  return Math.max(0, ...entries.map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0));
}

/** ISO 8601, by the name of the session's folder. */
function startOf(session: string): string {
  const [day, time = ""] = basename(session).split("T");
  return `${day}T${time.slice(0, 8).replaceAll("-", ":")}Z`;
}
