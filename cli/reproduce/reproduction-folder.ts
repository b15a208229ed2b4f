import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isRunning, localRoot } from "../run/local-session.ts";
import { readTextIfThere } from "../text-file.ts";

/** The folder of one reproduction, which holds a tenant's data. */
export interface ReproductionFolder {
  readonly dir: string;
  /** Removes it, or marks it as kept. */
  close(keep: boolean): Promise<void>;
}

const keptMark = "kept";

/** Makes the folder `.local/reproduced/<name>`, for its owner only. Removes those that a killed process has left. */
export async function openReproductionFolder(root: string, name: string): Promise<ReproductionFolder> {
  const parent = join(root, localRoot, "reproduced");
  await mkdir(parent, { recursive: true });
  for (const other of await readdir(parent)) {
    const dir = join(parent, other);
    const pid = readTextIfThere(join(dir, "pid"));
    const isUsed = existsSync(join(dir, keptMark)) || (pid !== undefined && isRunning(Number(pid)));
    if (!isUsed) await rm(dir, { recursive: true, force: true });
  }
  const dir = join(parent, name);
  await mkdir(dir, { mode: 0o700 });
  await writeFile(join(dir, "pid"), String(process.pid));
  return {
    dir,
    close: (keep) => (keep ? writeFile(join(dir, keptMark), "") : rm(dir, { recursive: true, force: true })),
  };
}
