import { gunzipSync } from "node:zlib";
import { contentTypes, firstLines, type UserDataPart } from "./user-data-part.ts";

/**
 * The parts of user data in MIME multipart, as cloud-init reads them: parts of RFC 2046, compressed ones told by their
 * first line. Throws RangeError with the line that is wrong.
 */
export function parseMimeMultipart(message: string): UserDataPart[] {
  const lines = message.split("\n");
  const { headers, end } = readHeaders(lines, 0);
  if (headers.get("mime-version") !== "1.0") throw new RangeError("line 1: expected MIME-Version: 1.0");
  const boundary = /^multipart\/mixed; boundary="([^"\s]{1,70})"$/.exec(
    headers.get("content-type") ?? "",
  )?.[1];
  if (boundary === undefined)
    throw new RangeError("expected a header Content-Type: multipart/mixed with a quoted boundary");
  const parts: UserDataPart[] = [];
  let at = end;
  if (lines[at] !== `--${boundary}`) throw new RangeError(`line ${at + 1}: expected the first boundary`);
  while (lines[at] === `--${boundary}`) {
    const next = lines.findIndex((line, index) => index > at && line.startsWith(`--${boundary}`));
    if (next < 0) throw new RangeError(`line ${at + 1}: the part that starts here has no end`);
    parts.push(readPart(lines.slice(0, next), at + 1));
    at = next;
  }
  if (lines[at] !== `--${boundary}--` || lines.slice(at + 1).some((line) => line !== ""))
    throw new RangeError(`line ${at + 1}: expected the closing boundary and nothing after it`);
  return parts;
}

function readPart(lines: readonly string[], start: number): UserDataPart {
  const { headers, end } = readHeaders(lines, start);
  const body = lines.slice(end).join("\n");
  const given = headers.get("content-type")?.split(";")[0] ?? "";
  const content = given === "application/gzip" ? gunzip(headers, body, start) : body;
  const type = (Object.keys(contentTypes) as UserDataPart["type"][]).find((known) =>
    given === "application/gzip" ? content.startsWith(firstLines[known]) : given === contentTypes[known],
  );
  if (type === undefined || !content.startsWith(firstLines[type]))
    throw new RangeError(`line ${start + 1}: expected a script or a cloud-config, got ${given || "no type"}`);
  return { type, content };
}

function gunzip(headers: ReadonlyMap<string, string>, body: string, start: number): string {
  if (headers.get("content-transfer-encoding") !== "base64")
    throw new RangeError(`line ${start + 1}: a compressed part must be in base64`);
  try {
    return gunzipSync(Buffer.from(body, "base64")).toString();
  } catch (cause) {
    throw new RangeError(`line ${start + 1}: the part cannot be decompressed`, { cause });
  }
}

/** Headers from line `start` on, names in lower case; `end` is the first line after the empty one that ends them. */
function readHeaders(lines: readonly string[], start: number) {
  const headers = new Map<string, string>();
  for (let at = start; ; at++) {
    const line = lines[at];
    if (line === "") return { headers, end: at + 1 };
    const [, name, value] = /^([A-Za-z-]+): (.+)$/.exec(line ?? "") ?? [];
    if (name === undefined || value === undefined)
      throw new RangeError(`line ${at + 1}: expected a header or the empty line after the headers`);
    headers.set(name.toLowerCase(), value);
  }
}
