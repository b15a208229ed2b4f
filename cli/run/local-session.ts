import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { CommandFailure } from "../errors.ts";

/** Where everything local lives, below the project's root. */
export const localRoot = ".local";
/** Below it: name of a secret of Secrets Manager → its value here. People write it, and nothing here does. */
export const secretsFile = "secrets.yaml";
/** How many ended sessions are kept beside the running ones. */
const sessionsKept = 3;

/**
 * The folder of one embedded AWS: `.local/<time>-<random>/`. Each start has its own, so that two at once do not meet;
 * `.local/latest` leads to the newest. Ended sessions beyond the newest few are removed. Throws
 * CommandFailure when nothing can be written there.
 */
export async function openSession(root: string, now = new Date()): Promise<string> {
  const parent = join(root, localRoot, "sessions");
  const name = `${now.toISOString().slice(0, 19).replaceAll(":", "-")}-${randomBytes(2).toString("hex")}`;
  const dir = join(parent, name);
  try {
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, "pid"), String(process.pid));
  } catch (cause) {
    const why = (cause as Error).message;
    throw new CommandFailure("BL-U004", `nothing can be written below ${join(root, localRoot)}: ${why}`, {
      cause,
    });
  }
  await pointLatestAt(join(root, localRoot, "latest"), join("sessions", name));
  await prune(parent, name);
  return dir;
}

async function pointLatestAt(link: string, target: string): Promise<void> {
  // Made aside and renamed: another start at the same moment must not find the name taken.
  const aside = `${link}-${basename(target)}`;
  await symlink(target, aside, "dir");
  await rename(aside, link);
}

async function prune(parent: string, current: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name !== current).sort();
  const ended = names.filter((name) => !isRunning(join(parent, name, "pid")));
  for (const name of ended.slice(0, -sessionsKept))
    await rm(join(parent, name), { recursive: true, force: true });
}

function isRunning(pidFile: string): boolean {
  if (!existsSync(pidFile)) return false;
  try {
    process.kill(Number(readFileSync(pidFile, "utf8")), 0);
    return true;
  } catch {
    return false;
  }
}
