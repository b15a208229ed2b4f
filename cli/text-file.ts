import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isRecord } from "@batchline/diagnostics";
import { CommandFailure } from "./errors.ts";

/** The meaning of the file system's codes. */
const reasons: Readonly<Record<string, string>> = {
  EEXIST: "it exists already",
  ENOENT: "it or its folder does not exist",
  ENOTDIR: "part of its path is a file, not a folder",
  EISDIR: "it is a folder",
  EACCES: "no permission",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
};

function attempt<T>(action: "read" | "write", file: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    const reason = (isRecord(cause) && reasons[String(cause.code)]) || String(cause);
    throw new CommandFailure("BL-U004", `cannot ${action} ${file}: ${reason}`, { cause });
  }
}

/** The file's text. @throws CommandFailure */
export function readText(file: string): string {
  return attempt("read", file, () => readFileSync(file, "utf8"));
}

/** The file's text; undefined when the file does not exist. @throws CommandFailure */
export function readTextIfThere(file: string): string | undefined {
  const found = attempt("read", file, () => statSync(file, { throwIfNoEntry: false }));
  return found && readText(file);
}

/** Replaces the file's text. @throws CommandFailure */
export function writeText(file: string, text: string): void {
  attempt("write", file, () => writeFileSync(file, text));
}

/** Writes a new file, with its folder. @throws CommandFailure, also when the file exists */
export function writeNewText(file: string, text: string): void {
  attempt("write", file, () => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx" });
  });
}

/** Writes a generated file, with its folder, and says so. With `check` it only compares: @throws CommandFailure when the file is not up to date */
export function writeGenerated(
  file: string,
  text: string,
  { check, fix }: { readonly check: true | undefined; readonly fix: string },
): void {
  if (!check) {
    attempt("write", file, () => mkdirSync(dirname(file), { recursive: true }));
    writeText(file, text);
    console.log(`wrote ${file}`);
  } else if (readTextIfThere(file) !== text)
    throw new CommandFailure("BL-U005", `${file} is not up to date: ${fix}`);
}
