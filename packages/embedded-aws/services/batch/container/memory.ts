import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";

/** Memory, in bytes, of each process group that is asked for. */
export type GroupMemory = (groups: ReadonlySet<number>) => Promise<ReadonlyMap<number, number>>;

const sampleEveryMs = 250;

/** Watches how much memory process groups take, all of them in one look at the process table. */
export class MemoryWatch {
  readonly #measure: GroupMemory;
  readonly #watched = new Map<number, { readonly limitBytes: number; readonly exceeded: () => void }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(measure: GroupMemory = process.platform === "linux" ? fromProc : fromPs) {
    this.#measure = measure;
  }

  /** Calls `exceeded` once when the process group takes more than the limit. The returned function ends the watch. */
  watch(group: number, limitBytes: number, exceeded: () => void): () => void {
    this.#watched.set(group, { limitBytes, exceeded });
    this.#schedule();
    return () => {
      this.#watched.delete(group);
    };
  }

  #schedule(): void {
    // Not a reason for the process to live: without containers there is nothing to watch.
    this.#timer ??= setTimeout(async () => {
      await this.#sample();
      this.#timer = undefined;
      if (this.#watched.size > 0) this.#schedule();
    }, sampleEveryMs).unref();
  }

  async #sample(): Promise<void> {
    for (const [group, bytes] of await this.#measure(new Set(this.#watched.keys()))) {
      const watched = this.#watched.get(group);
      if (watched === undefined || bytes <= watched.limitBytes) continue;
      this.#watched.delete(group);
      watched.exceeded();
    }
  }
}

/**
 * Linux. Counts what a container's memory limit counts and cannot get back: anonymous and shared memory, not the mapped
 * program text, which all processes on this machine share.
 */
async function fromProc(groups: ReadonlySet<number>): Promise<ReadonlyMap<number, number>> {
  const sizes = new Map<number, number>();
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    const stat = readOrEmpty(`/proc/${pid}/stat`);
    // pid (name) state ppid pgrp …; the name may hold anything, also parentheses.
    const group = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ", 3)[2]);
    if (!groups.has(group)) continue;
    const status = readOrEmpty(`/proc/${pid}/status`);
    const kib = [...status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm)].reduce(
      (sum, [, value]) => sum + Number(value),
      0,
    );
    sizes.set(group, (sizes.get(group) ?? 0) + kib * 1024);
  }
  return sizes;
}

/** A process may be gone by the time it is looked at. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Where there is no /proc: resident memory as `ps` tells it; nothing where there is no `ps` either. */
async function fromPs(groups: ReadonlySet<number>): Promise<ReadonlyMap<number, number>> {
  const run = promisify(execFile)("ps", ["-A", "-o", "pgid=,rss="]);
  const { stdout } = await run.catch(() => ({ stdout: "" }));
  const sizes = new Map<number, number>();
  for (const line of stdout.split("\n")) {
    const [group = 0, kib = 0] = line.trim().split(/\s+/).map(Number);
    if (groups.has(group)) sizes.set(group, (sizes.get(group) ?? 0) + kib * 1024);
  }
  return sizes;
}
