import { s3Errors } from "./s3-errors.ts";
import { copyRange } from "./s3-texts.ts";
import type { StoredObject } from "./stored-object.ts";

export interface ByteRange {
  readonly start: number;
  /** Included. */
  readonly end: number;
}

export const maxPartNumber = 10_000;

/** Undefined: the whole object, also for several ranges and for an invalid range. Throws InvalidRange after the end. */
export function byteRange(header = "", size: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (!first && !last) return undefined;
  const start = first ? Number(first) : Math.max(0, size - Number(last));
  const end = first && last ? Math.min(Number(last), size - 1) : size - 1;
  if (first && last && Number(last) < Number(first)) return undefined;
  if (start >= size) throw s3Errors.invalidRange(header, size);
  return { start, end };
}

/** The range of an uploaded part. Throws InvalidPartNumber, or InvalidArgument for no number of a part. */
export function partRange(object: StoredObject, text: string): ByteRange | undefined {
  const number = partNumber(text);
  const sizes = object.partSizes ?? [object.size];
  const size = sizes[number - 1];
  if (size === undefined) throw s3Errors.invalidPartNumber(number, sizes.length);
  const start = sizes.slice(0, number - 1).reduce((sum, one) => sum + one, 0);
  return size === 0 ? undefined : { start, end: start + size - 1 };
}

/** Throws InvalidArgument. */
export function partNumber(text: string | null): number {
  const number = /^\d{1,5}$/.test(text ?? "") ? Number(text) : 0;
  if (number >= 1 && number <= maxPartNumber) return number;
  throw s3Errors.invalidArgument(
    `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`,
    "partNumber",
    text ?? undefined,
  );
}

/** The range of a copied part: only `bytes=first-last`, within the source. Throws InvalidArgument or InvalidRequest. */
export function copiedRange(header: string | undefined, size: number): { start: number; length: number } {
  if (header === undefined) return { start: 0, length: size };
  const [, first, last] = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header) ?? [];
  const [start, end] = [Number(first), Number(last)];
  const invalid = (message: string) => s3Errors.invalidArgument(message, "x-amz-copy-source-range", header);
  if (first === undefined || start > end) throw invalid(copyRange);
  if (start >= size)
    throw s3Errors.invalidRequest("The specified copy range is invalid for the source object size");
  if (end >= size) throw invalid(`Range specified is not valid for source object of size: ${size}`);
  return { start, length: end - start + 1 };
}
