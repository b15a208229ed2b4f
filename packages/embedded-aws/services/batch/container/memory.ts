import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";

const sampleEveryMs = 250;

/** Watches the memory of process groups. One scan of the process table serves all of them. */
export class MemoryWatch {
  readonly #watched = new Map<number, { readonly limitBytes: number; readonly exceeded: () => void }>();
  #timer: NodeJS.Timeout | undefined;

  /** Calls `exceeded` once if the group exceeds the limit. Returns a function that ends the watch. */
  watch(group: number, limitBytes: number, exceeded: () => void): () => void {
    this.#watched.set(group, { limitBytes, exceeded });
    this.#schedule();
    return () => void this.#watched.delete(group);
  }

  #schedule(): void {
    // unref: the watch alone does not keep the process alive.
    this.#timer ??= setTimeout(async () => {
      await this.#sample();
      this.#timer = undefined;
      if (this.#watched.size > 0) this.#schedule();
    }, sampleEveryMs).unref();
  }

  async #sample(): Promise<void> {
    const measure = process.platform === "linux" ? fromProc : fromPs;
    for (const [group, bytes] of await measure(new Set(this.#watched.keys()))) {
      const watched = this.#watched.get(group);
      if (watched === undefined || bytes <= watched.limitBytes) continue;
      this.#watched.delete(group);
      watched.exceeded();
    }
  }
}

/** Bytes by process group, on Linux. Counts anonymous and shared memory, as a container's limit does. Program text is shared by all processes. */
async function fromProc(groups: ReadonlySet<number>): Promise<ReadonlyMap<number, number>> {
  const sizes = new Map<number, number>();
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    const stat = readOrEmpty(`/proc/${pid}/stat`);
    // pid (name) state ppid pgrp …; the name may contain parentheses.
    const group = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ", 3)[2]);
    if (!groups.has(group)) continue;
    const status = readOrEmpty(`/proc/${pid}/status`);
    for (const [, kib] of status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm))
      add(sizes, group, Number(kib));
  }
  return sizes;
}

function add(sizes: Map<number, number>, group: number, kib: number): void {
  sizes.set(group, (sizes.get(group) ?? 0) + kib * 1024);
}

/** A process may end during the scan. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Without /proc: resident memory from `ps`; nothing without `ps`. */
async function fromPs(groups: ReadonlySet<number>): Promise<ReadonlyMap<number, number>> {
  const run = promisify(execFile)("ps", ["-A", "-o", "pgid=,rss="]);
  const { stdout } = await run.catch(() => ({ stdout: "" }));
  const sizes = new Map<number, number>();
  for (const line of stdout.split("\n")) {
    const [group = 0, kib = 0] = line.trim().split(/\s+/).map(Number);
    if (groups.has(group)) add(sizes, group, kib);
  }
  return sizes;
}
