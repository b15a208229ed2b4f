import { createHash } from "node:crypto";

/**
 * One part of an instance's user data. `shell` runs once, as root, late in the first boot; `cloud-config` is YAML
 * that starts with `#cloud-config`.
 */
export interface UserDataPart {
  readonly type: "shell" | "cloud-config";
  readonly content: string;
}

const contentTypes = {
  shell: "text/x-shellscript",
  "cloud-config": "text/cloud-config",
} as const satisfies Record<UserDataPart["type"], string>;

const firstLines = { shell: "#!", "cloud-config": "#cloud-config" } as const;

/** EC2's limit, before base64. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html */
export const maxUserDataBytes = 16 * 1024;

/**
 * The parts as one MIME multipart message, the only form of user data that AWS Batch can merge its own with; anything else
 * makes a compute environment INVALID. The same parts give the same text, so that nothing changes by itself.
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
  const boundary = boundaryFor(parts.map(({ content }) => content).join("\n"));
  const message = [
    "MIME-Version: 1.0",
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    "",
    ...parts.flatMap(({ type, content }) => [
      `--${boundary}`,
      `Content-Type: ${contentTypes[type]}; charset="utf-8"`,
      "",
      content.trimEnd(),
      "",
    ]),
    `--${boundary}--`,
    "",
  ].join("\n");
  const size = Buffer.byteLength(message);
  if (size > maxUserDataBytes)
    throw new RangeError(
      `user data has ${size} bytes and EC2 allows ${maxUserDataBytes}; fetch what is large at boot`,
    );
  return message;
}

/** A boundary that the content does not hold, and that follows from the content alone. */
function boundaryFor(content: string): string {
  for (let round = 0; ; round++) {
    const boundary = `==${createHash("sha256").update(`${round}:${content}`).digest("hex").slice(0, 32)}==`;
    if (!content.includes(boundary)) return boundary;
  }
}
