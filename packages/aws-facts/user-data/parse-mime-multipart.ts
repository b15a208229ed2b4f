import { gunzipSync } from "node:zlib";
import { contentTypes, firstLines, type UserDataPart } from "./user-data-part.ts";

/** As much as 16 KiB can decompress to: gzip makes things a thousand times smaller at best. */
const maxPartBytes = 16 * 1024 * 1024;

/** A part of a MIME multipart message, as it was when it was put in. */
export interface MimePart {
  /** Without parameters, in lower case; empty where the part has none. @example "text/x-shellscript" */
  readonly contentType: string;
  /** Decoded and decompressed. */
  readonly content: string;
  /** Where the part's headers start in the message, from 1. */
  readonly line: number;
}

/**
 * The parts of user data in MIME multipart, as our own templates have them: each a script or a cloud-config that starts as
 * such. Throws RangeError with the line that is wrong.
 */
export function parseMimeMultipart(message: string): UserDataPart[] {
  return mimeParts(message).map(({ contentType, content, line }) => {
    const compressed = contentType === "application/gzip";
    const type = (Object.keys(contentTypes) as UserDataPart["type"][]).find((known) =>
      compressed ? content.startsWith(firstLines[known]) : contentType === contentTypes[known],
    );
    if (type === undefined || !content.startsWith(firstLines[type]))
      throw new RangeError(
        `line ${line}: expected a script or a cloud-config, got ${contentType || "no type"}`,
      );
    return { type, content };
  });
}

/**
 * The parts of user data in MIME multipart, of whatever type: parts of RFC 2046 with nothing around them, their lines
 * ended by LF or CRLF. Throws RangeError with the line that is wrong.
 */
export function mimeParts(message: string): MimePart[] {
  const lines = message.split("\n");
  const { headers, end } = readHeaders(lines, 0);
  if (headers.get("mime-version") !== "1.0") throw new RangeError("line 1: expected MIME-Version: 1.0");
  const boundary = /^multipart\/mixed;\s*boundary=(?:"([^"\s]{1,70})"|([^"\s;]{1,70}))$/i
    .exec(headers.get("content-type") ?? "")
    ?.slice(1)
    .find((given) => given !== undefined);
  if (boundary === undefined)
    throw new RangeError("expected a header Content-Type: multipart/mixed with a boundary");
  const lineIs = (at: number, expected: string) => lines[at]?.replace(/\r$/, "") === expected;
  const parts: MimePart[] = [];
  let at = end;
  if (!lineIs(at, `--${boundary}`)) throw new RangeError(`line ${at + 1}: expected the first boundary`);
  while (lineIs(at, `--${boundary}`)) {
    const next = lines.findIndex((line, index) => index > at && line.startsWith(`--${boundary}`));
    if (next < 0) throw new RangeError(`line ${at + 1}: the part that starts here has no end`);
    parts.push(readPart(lines.slice(0, next), at + 1));
    at = next;
  }
  if (!lineIs(at, `--${boundary}--`) || lines.slice(at + 1).some((line) => line.trim() !== ""))
    throw new RangeError(`line ${at + 1}: expected the closing boundary and nothing after it`);
  return parts;
}

function readPart(lines: readonly string[], start: number): MimePart {
  const { headers, end } = readHeaders(lines, start);
  const body = lines.slice(end).join("\n");
  const contentType = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  const encoded = headers.get("content-transfer-encoding")?.toLowerCase() === "base64";
  const bytes = encoded ? Buffer.from(body, "base64") : undefined;
  const line = start + 1;
  if (contentType !== "application/gzip") return { contentType, content: bytes?.toString() ?? body, line };
  if (bytes === undefined) throw new RangeError(`line ${line}: a compressed part must be in base64`);
  return { contentType, content: gunzip(bytes, line), line };
}

function gunzip(bytes: Buffer, line: number): string {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxPartBytes }).toString();
  } catch (cause) {
    throw new RangeError(`line ${line}: the part cannot be decompressed`, { cause });
  }
}

/** Headers from line `start` on, names in lower case; `end` is the first line after the empty one that ends them. */
function readHeaders(lines: readonly string[], start: number) {
  const headers = new Map<string, string>();
  let last: string | undefined;
  for (let at = start; ; at++) {
    const line = lines[at]?.replace(/\r$/, "");
    if (line === "") return { headers, end: at + 1 };
    const [, name, value] = /^(?:([A-Za-z-]+):)?[ \t]+(\S.*)$/.exec(line ?? "") ?? [];
    const header = name?.toLowerCase() ?? last;
    if (header === undefined || value === undefined)
      throw new RangeError(`line ${at + 1}: expected a header or the empty line after the headers`);
    // A line that starts with a space goes on with the header before it.
    headers.set(header, name === undefined ? `${headers.get(header)} ${value}` : value);
    last = header;
  }
}
