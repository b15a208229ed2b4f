import { gunzipSync } from "node:zlib";
import { UserDataError } from "../error-codes.ts";

/** The most that 16 KiB of gzip can hold: it compresses at most a thousandfold. */
const maxPartBytes = 16 * 1024 * 1024;

/**
 * MIME type → how such a part begins. cloud-init recognises a compressed part by it.
 * https://docs.cloud-init.io/en/latest/explanation/format.html
 */
export const firstLines = {
  "text/x-shellscript": "#!",
  "text/cloud-config": "#cloud-config",
  "text/cloud-boothook": "#cloud-boothook",
} as const;

/** A part of a MIME multipart message, decoded. */
export interface MimePart {
  /**
   * Lower case, without parameters; undefined for a part without one. A compressed part has the type that its first line says,
   * or else `application/gzip`. @example "text/x-shellscript"
   */
  readonly contentType: string | undefined;
  /** Decoded and decompressed. */
  readonly content: string;
  /** The line in the message where the part's headers start, from 1. */
  readonly line: number;
}

/**
 * Reads the parts of user data in MIME multipart (RFC 2046). Nothing may stand around the parts. Lines end with LF or CRLF.
 * @throws {UserDataError} BL-F002, with the line of the first problem.
 * @example mimeParts(message).map(({ contentType }) => contentType) // ["text/cloud-config", "text/x-shellscript"]
 */
export function mimeParts(message: string): MimePart[] {
  const lines = message.split("\n");
  const { headers, end } = readHeaders(lines, 0);
  if (headers.get("mime-version") !== "1.0")
    throw new UserDataError("BL-F002", "line 1: expected MIME-Version: 1.0");
  const boundary = headers
    .get("content-type")
    ?.match(/^multipart\/mixed;\s*boundary=(?:"([^"\s]{1,70})"|([^"\s;]{1,70}))$/i)
    ?.slice(1)
    .find((given) => given !== undefined);
  if (boundary === undefined)
    throw new UserDataError("BL-F002", "expected a header Content-Type: multipart/mixed with a boundary");
  const lineIs = (at: number, expected: string) => lines[at]?.replace(/\r$/, "") === expected;
  const parts: MimePart[] = [];
  let at = end;
  if (!lineIs(at, `--${boundary}`))
    throw new UserDataError("BL-F002", `line ${at + 1}: expected the first boundary`);
  while (lineIs(at, `--${boundary}`)) {
    const next = lines.findIndex((line, index) => index > at && line.startsWith(`--${boundary}`));
    if (next < 0) throw new UserDataError("BL-F002", `line ${at + 1}: the part that starts here has no end`);
    parts.push(readPart(lines.slice(0, next), at + 1));
    at = next;
  }
  if (!lineIs(at, `--${boundary}--`) || lines.slice(at + 1).some((line) => line.trim() !== ""))
    throw new UserDataError("BL-F002", `line ${at + 1}: expected the closing boundary and nothing after it`);
  return parts;
}

function readPart(lines: readonly string[], start: number): MimePart {
  const { headers, end } = readHeaders(lines, start);
  const body = lines.slice(end).join("\n");
  const contentType = headers.get("content-type")?.replace(/;.*$/s, "").trim().toLowerCase();
  const encoded = headers.get("content-transfer-encoding")?.toLowerCase() === "base64";
  const line = start + 1;
  if (contentType !== "application/gzip")
    return { contentType, content: encoded ? Buffer.from(body, "base64").toString() : body, line };
  if (!encoded) throw new UserDataError("BL-F002", `line ${line}: a compressed part must be in base64`);
  const content = gunzip(Buffer.from(body, "base64"), line);
  const [type = contentType] =
    Object.entries(firstLines).find(([, first]) => content.startsWith(first)) ?? [];
  return { contentType: type, content, line };
}

function gunzip(bytes: Buffer, line: number): string {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxPartBytes }).toString();
  } catch (cause) {
    throw new UserDataError("BL-F002", `line ${line}: the part cannot be decompressed`, { cause });
  }
}

/** Reads headers from line `start`, names in lower case. `end` is the first line of the body. */
function readHeaders(lines: readonly string[], start: number) {
  const headers = new Map<string, string>();
  let last: string | undefined;
  for (let at = start; ; at++) {
    const line = lines[at]?.replace(/\r$/, "");
    if (line === "") return { headers, end: at + 1 };
    const [, name, value] = line?.match(/^(?:([A-Za-z-]+):)?[ \t]+(\S.*)$/) ?? [];
    const header = name?.toLowerCase() ?? last;
    if (header === undefined || value === undefined)
      throw new UserDataError(
        "BL-F002",
        `line ${at + 1}: expected a header or the empty line after the headers`,
      );
    // A line that starts with a space continues the header before it.
    headers.set(header, name === undefined ? `${headers.get(header)} ${value}` : value);
    last = header;
  }
}
