import { s3Errors } from "./errors.ts";

/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The bytes that a Range header asks of an object of `size` bytes. Undefined: all of them, as also for several ranges at once
 * and for what is no range, both of which S3 ignores. Throws InvalidRange when it starts behind the end.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | undefined {
  const [matched, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (matched === undefined || (first === "" && last === "")) return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  if (start >= size) throw s3Errors.invalidRange();
  return { start, end };
}
