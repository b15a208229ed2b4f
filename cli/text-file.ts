import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isRecord } from "@batchline/diagnostics";
import { CommandFailure } from "./errors.ts";

/** What the file system's codes mean to a person. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it or its folder does not exist",
  ENOTDIR: "part of its path is a file, not a folder",
  EISDIR: "it is a folder",
  EACCES: "no permission",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
};

/** The code of a file system's error, such as `ENOENT`. */
export function fileErrorCode(cause: unknown): string | undefined {
  return isRecord(cause) && typeof cause.code === "string" ? cause.code : undefined;
}

function failure(action: "read" | "write", file: string, cause: unknown): CommandFailure {
  const reason = reasons[fileErrorCode(cause) ?? "unknown"] ?? String(cause);
  return new CommandFailure("BL-U004", `cannot ${action} ${file}: ${reason}`, { cause });
}

/** The file's text. @throws CommandFailure */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw failure("read", file, cause);
  }
}

/** The file's text; undefined when the file does not exist. @throws CommandFailure */
export function readTextIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    if (fileErrorCode(cause) === "ENOENT") return undefined;
    throw failure("read", file, cause);
  }
}

/** Replaces the file's text. @throws CommandFailure */
export function writeText(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw failure("write", file, cause);
  }
}

/** Writes a new file, with its folder. Returns false when the file exists. @throws CommandFailure */
export function writeNewText(file: string, text: string): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx" });
    return true;
  } catch (cause) {
    if (fileErrorCode(cause) === "EEXIST") return false;
    throw failure("write", file, cause);
  }
}
