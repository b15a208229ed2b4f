import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { InvariantError, must } from "@batchline/diagnostics";
import { UserDataError } from "../error-codes.ts";
import { firstLines, mimeParts } from "./parse-mime-multipart.ts";

/**
 * One part of an instance's user data.
 *
 * - `shell`: a script. The interpreter in its first line runs it once, as root, late in the first boot.
 * - `cloud-config`: YAML that starts with `#cloud-config`.
 */
export interface UserDataPart {
  readonly type: "shell" | "cloud-config";
  readonly content: string;
}

const contentTypes = {
  shell: "text/x-shellscript",
  "cloud-config": "text/cloud-config",
} as const satisfies Record<UserDataPart["type"], string>;

/** EC2's limit, before base64. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html */
export const maxUserDataBytes = 16 * 1024;

/**
 * Composes one MIME multipart message: AWS Batch can add its own parts only to this form of user data. Any other form makes
 * a compute environment INVALID. The same parts make the same text, so a deployment changes nothing by itself.
 *
 * If the message would be too large, each part that gains by it is compressed. cloud-init decompresses parts. A message that
 * is compressed as a whole is not MIME for Batch.
 * @throws {UserDataError} BL-F001 without parts, for a part that lacks the first line of its type, or for more than 16 KiB.
 * @example mimeMultipart([{ type: "shell", content: "#!/bin/bash\nyum update -y\n" }])
 */
export function mimeMultipart(parts: readonly UserDataPart[]): string {
  if (parts.length === 0) throw new UserDataError("BL-F001", "user data needs at least one part");
  parts.forEach(({ type, content }, index) => {
    const first = firstLines[contentTypes[type]];
    if (!content.startsWith(first))
      throw new UserDataError(
        "BL-F001",
        `part ${index + 1} of the user data, ${type}, must start with ${first}`,
      );
  });
  const plain = compose(parts.map(plainSection));
  if (fits(plain)) return verified(plain, parts);
  const compressed = compose(parts.map(smallerSection));
  if (fits(compressed)) return verified(compressed, parts);
  throw new UserDataError(
    "BL-F001",
    `user data has ${Buffer.byteLength(compressed)} bytes, compressed, and EC2 allows ${maxUserDataBytes}; ` +
      "fetch large files at boot",
  );
}

/** Headers, an empty line, the body. */
type Section = readonly string[];

function plainSection({ type, content }: UserDataPart): Section {
  return [`Content-Type: ${contentTypes[type]}; charset="utf-8"`, "", content.trimEnd(), ""];
}

function smallerSection(part: UserDataPart): Section {
  const zipped = gzipSync(`${part.content.trimEnd()}\n`, { level: 9 });
  // The header names the operating system: another one's would cause an update.
  zipped[9] = 255;
  const lines = must(zipped.toString("base64").match(/.{1,76}/g), "gzip has a header");
  const section = ["Content-Type: application/gzip", "Content-Transfer-Encoding: base64", "", ...lines];
  const size = (of: Section) => Buffer.byteLength(of.join("\n"));
  return size(section) < size(plainSection(part)) ? section : plainSection(part);
}

function compose(sections: readonly Section[]): string {
  const boundary = boundaryFor(sections.flat().join("\n"));
  return [
    "MIME-Version: 1.0",
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    "",
    ...sections.flatMap((section) => [`--${boundary}`, ...section]),
    `--${boundary}--`,
    "",
  ].join("\n");
}

function fits(message: string): boolean {
  return Buffer.byteLength(message) <= maxUserDataBytes;
}

/** A boundary that is not in the content, and depends on the content alone. */
function boundaryFor(content: string): string {
  for (let round = 0; ; round++) {
    const boundary = `==${createHash("sha256").update(`${round}:${content}`).digest("hex").slice(0, 32)}==`;
    if (!content.includes(boundary)) return boundary;
  }
}

/** Reads the message back: an instance must get exactly these parts. */
function verified(message: string, parts: readonly UserDataPart[]): string {
  const read = mimeParts(message);
  const same =
    read.length === parts.length &&
    parts.every(
      ({ type, content }, index) =>
        read[index]?.contentType === contentTypes[type] &&
        read[index].content.trimEnd() === content.trimEnd(),
    );
  if (!same) throw new InvariantError("user data reads back differently than it was written");
  return message;
}
