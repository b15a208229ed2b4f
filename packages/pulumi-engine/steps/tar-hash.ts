import { createHash } from "node:crypto";
import { posix } from "node:path";

/** A file of an archive. */
export interface ArchivedFile {
  /** With slashes between folders. */
  readonly name: string;
  readonly content: Buffer;
}

/**
 * Pulumi's hash of an archive: SHA-256 of the tar file that Go's archive/tar writes of its files, in this order. Of files with one
 * name the first counts. It is `Archive.EnsureHash` of
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/archive/archive.go
 */
export function tarHash(files: readonly ArchivedFile[]): string {
  const hash = createHash("sha256");
  const names = new Set<string>();
  for (const file of files) {
    if (names.has(file.name)) continue;
    names.add(file.name);
    for (const part of entry(file)) hash.update(part).update(Buffer.alloc(-part.length & (blockBytes - 1)));
  }
  return hash.update(Buffer.alloc(2 * blockBytes)).digest("hex");
}

const blockBytes = 512;
const longestName = 100;
const longestPrefix = 155;

/** Header and content. A name that no header holds is in a record before them. */
function entry({ name, content }: ArchivedFile): Buffer[] {
  const file = { mode: 0o600, size: content.length, type: "0" };
  const plain = plainName(name);
  if (plain !== undefined) return [header({ ...plain, ...file }), content];
  const record = nameRecord(name);
  const { dir, base } = posix.parse(name);
  const titled = { name: asciiOf(posix.join(dir, "PaxHeaders.0", base)), size: record.length };
  return [
    header({ ...titled, mode: 0, type: "x" }),
    record,
    header({ name: asciiOf(name), ...file }),
    content,
  ];
}

/** The name as a header holds it: split at a slash if it is long. Undefined: it does not fit. */
function plainName(name: string): { readonly name: string; readonly prefix?: string } | undefined {
  if (asciiOf(name) !== name) return undefined;
  if (name.length <= longestName) return { name };
  const split = name.slice(0, longestPrefix + 1).lastIndexOf("/");
  const end = name.slice(split + 1);
  if (split <= 0 || end.length > longestName) return undefined;
  return { name: end, prefix: name.slice(0, split) };
}

/** `<length of the record> path=<name>`, in bytes (pax, POSIX.1-2001). */
function nameRecord(name: string): Buffer {
  const rest = Buffer.byteLength(` path=${name}\n`);
  const guess = rest + String(rest).length;
  return Buffer.from(`${rest + String(guess).length} path=${name}\n`);
}

function asciiOf(text: string): string {
  return [...text].filter((character) => character > "\0" && character < "\x80").join("");
}

interface Header {
  readonly name: string;
  readonly prefix?: string;
  readonly mode: number;
  readonly size: number;
  /** `0`: a file; `x`: records about the next entry. */
  readonly type: string;
}

/** The header of POSIX's ustar format, without owner and time. */
function header({ name, prefix = "", mode, size, type }: Header): Buffer {
  const block = Buffer.alloc(blockBytes);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at, "latin1");
  block.write(name.slice(0, longestName).replace(/\/$/, ""), 0, "latin1");
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write(type, 156, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  // A header of records has no device numbers.
  if (type === "0") {
    octal(0, 329, 8);
    octal(0, 337, 8);
  }
  block.write(prefix, 345, "latin1");
  block.fill(" ", 148, 156);
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  octal(checksum, 148, 7);
  return block;
}
