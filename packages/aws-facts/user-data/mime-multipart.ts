import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { parseMimeMultipart } from "./parse-mime-multipart.ts";
import { contentTypes, firstLines, type UserDataPart } from "./user-data-part.ts";

/** EC2's limit, before base64. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html */
export const maxUserDataBytes = 16 * 1024;

/**
 * The parts as one MIME multipart message, the only form of user data that AWS Batch can merge its own with; anything else
 * makes a compute environment INVALID. The same parts give the same text, so that nothing changes by itself. What would be
 * too large is compressed part by part, which cloud-init undoes; a message compressed as a whole would be no MIME to Batch.
 *
 * Throws RangeError when there is no part, a part lacks the first line that its type needs, or all are over 16 KiB.
 */
export function mimeMultipart(parts: readonly UserDataPart[]): string {
  if (parts.length === 0) throw new RangeError("user data needs at least one part");
  parts.forEach(({ type, content }, index) => {
    if (!content.startsWith(firstLines[type]))
      throw new RangeError(
        `part ${index + 1} of the user data, ${type}, must start with ${firstLines[type]}`,
      );
  });
  const plain = compose(parts.map(plainSection));
  if (fits(plain)) return verified(plain, parts);
  const compressed = compose(parts.map(smallerSection));
  if (fits(compressed)) return verified(compressed, parts);
  throw new RangeError(
    `user data has ${Buffer.byteLength(compressed)} bytes, compressed, and EC2 allows ${maxUserDataBytes}; ` +
      "fetch what is large at boot",
  );
}

/** Headers, an empty line, the body. */
type Section = readonly string[];

function plainSection({ type, content }: UserDataPart): Section {
  return [`Content-Type: ${contentTypes[type]}; charset="utf-8"`, "", content.trimEnd(), ""];
}

function smallerSection(part: UserDataPart): Section {
  const zipped = gzipSync(`${part.content.trimEnd()}\n`, { level: 9 });
  // Which system compressed it would otherwise be in there, and an update would follow from it.
  zipped[9] = 255;
  const lines = zipped.toString("base64").match(/.{1,76}/g) ?? [];
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

/** A boundary that the content does not hold, and that follows from the content alone. */
function boundaryFor(content: string): string {
  for (let round = 0; ; round++) {
    const boundary = `==${createHash("sha256").update(`${round}:${content}`).digest("hex").slice(0, 32)}==`;
    if (!content.includes(boundary)) return boundary;
  }
}

/** The message, read back: what is sent to an instance is what was meant. */
function verified(message: string, parts: readonly UserDataPart[]): string {
  const read = parseMimeMultipart(message);
  const same =
    read.length === parts.length &&
    read.every(
      ({ type, content }, index) =>
        type === parts[index]?.type && content.trimEnd() === parts[index]?.content.trimEnd(),
    );
  if (!same) throw new Error("user data does not read back as it was written");
  return message;
}
