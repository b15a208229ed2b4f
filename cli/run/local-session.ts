import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { readdir, rename, rm, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { isRecord } from "@batchline/diagnostics";
import { writeNewText } from "../text-file.ts";

/** The folder of local sessions, below the project's root. */
export const localRoot = ".local";
/** Below it: values of secrets, by their names in Secrets Manager. Written by people only. */
export const secretsFile = "secrets.yaml";
/** Ended sessions that are kept, beside the running ones. */
const sessionsKept = 3;

/** Creates the folder of one embedded AWS, `.local/sessions/<time>-<random>/`. `.local/latest` links to the newest.
 * Removes ended sessions but the newest few. @throws CommandFailure when it cannot write there */
export async function openSession(root: string, now = new Date()): Promise<string> {
  const parent = join(root, localRoot, "sessions");
  const name = `${now.toISOString().slice(0, 19).replaceAll(":", "-")}-${randomBytes(2).toString("hex")}`;
  const dir = join(parent, name);
  writeNewText(join(dir, "pid"), String(process.pid));
  await pointLatestAt(join(root, localRoot, "latest"), join("sessions", name));
  await prune(parent, name);
  return dir;
}

async function pointLatestAt(link: string, target: string): Promise<void> {
  // Renamed into place: another start at the same moment may do the same.
  const aside = `${link}-${basename(target)}`;
  await symlink(target, aside, "dir");
  await rename(aside, link);
}

async function prune(parent: string, current: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name !== current).sort();
  const ended = names.filter((name) => !isOpen(join(parent, name, "pid")));
  for (const name of ended.slice(0, -sessionsKept))
    await rm(join(parent, name), { recursive: true, force: true });
}

function isOpen(pidFile: string): boolean {
  return existsSync(pidFile) && isRunning(Number(readFileSync(pidFile, "utf8")));
}

/** The folder of the newest session; undefined if there is none. */
export function latestSession(root: string): string | undefined {
  const link = join(root, localRoot, "latest");
  return existsSync(link) ? realpathSync(link) : undefined;
}

/** Makes this process the one that keeps an ended session. Returns the process that keeps it instead, if one does. */
export function takeSession(dir: string): number | undefined {
  const file = join(dir, "pid");
  if (isOpen(file)) return Number(readFileSync(file, "utf8"));
  writeFileSync(file, String(process.pid));
  return undefined;
}

/** In a session's folder: its deployed stack, while its process runs. */
export const sessionStackFile = "stack.json";

/** Tells whether the process runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // Another user's.
    return isRecord(cause) && cause.code === "EPERM";
  }
}
