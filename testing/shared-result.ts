import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { checkout } from "./checkout.ts";

const cache = join(checkout, "node_modules", ".cache", "batchline", "shared-results");
const maxAgeMs = 24 * 60 * 60 * 1000;
let folder: string | undefined;

/**
 * Returns what `compute` resolved to for this key and these sources, in whichever process of the test run came first.
 * Later processes and runs read it from disk; files that belong to it may be kept in `folder`. A change of any source file, or of Node.js, makes a new result.
 */
export async function sharedResult(
  key: string,
  compute: (folder: string) => Promise<string>,
): Promise<string> {
  folder ??= folderOfSources();
  const file = join(folder, sha256(key));
  const lock = `${file}.lock`;
  for (;;) {
    const known = textOf(file);
    if (known !== undefined) return known;
    if (claim(lock)) break;
    // Another process of this test run computes it, which takes seconds.
    if (isRunning(Number(textOf(lock)))) await delay(50);
    else rmSync(lock, { force: true });
  }
  try {
    const text = await compute(folder);
    writeFileSync(`${lock}.result`, text);
    renameSync(`${lock}.result`, file);
    return text;
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Makes the folder for the sources as they are, and removes folders of sources that were not used for a day. */
function folderOfSources(): string {
  const made = join(cache, hashOfSources());
  mkdirSync(made, { recursive: true });
  for (const other of readdirSync(cache)) {
    const path = join(cache, other);
    if (path !== made && Date.now() - statSync(path).mtimeMs > maxAgeMs) rmSync(path, { recursive: true });
  }
  return made;
}

/** Covers all that a program could load: code, configuration, tenants, fixtures and locked dependencies. */
function hashOfSources(): string {
  const hash = createHash("sha256").update(`${process.version} ${checkout}`);
  const walk = (path: string) => {
    for (const entry of readdirSync(join(checkout, path), { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (entry.isDirectory() && !notSources.has(entry.name)) walk(child);
      else if (entry.isFile() && isSource(entry.name))
        hash.update(`\0${child}\0`).update(readFileSync(join(checkout, child)));
    }
  };
  walk("");
  return hash.digest("hex").slice(0, 16);
}

const notSources = new Set(["node_modules", ".git", ".local", "dist", "coverage"]);

function isSource(name: string): boolean {
  return extname(name) !== ".md" && extname(name) !== ".log" && !name.endsWith(".test.ts");
}

/** Makes the lock file with this process's id in it; false if there is one. */
function claim(lock: string): boolean {
  mkdirSync(join(lock, ".."), { recursive: true });
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (cause) {
    if (isCode(cause, "EEXIST")) return false;
    throw cause;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    if (isCode(cause, "ENOENT")) return undefined;
    throw cause;
  }
}

function isRunning(pid: number): boolean {
  try {
    // The file is empty for a moment after it was made: 0 stands for this process's own group.
    return process.kill(Number.isNaN(pid) ? 0 : pid, 0);
  } catch (cause) {
    if (isCode(cause, "ESRCH")) return false;
    throw cause;
  }
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && "code" in cause && cause.code === code;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
