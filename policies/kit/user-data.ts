import { gunzipSync } from "node:zlib";
import { mimeParts } from "@batchline/aws-facts";

/** User data as an instance gets it. */
export interface UserData {
  /** Size before base64 and as it is sent: what EC2 limits. */
  readonly bytes: number;
  /** Whether all of it is compressed, which cloud-init undoes. */
  readonly compressed: boolean;
  /** Undefined where it cannot be decompressed. */
  readonly text: string | undefined;
}

/** Many times what any script has. */
const maxTextBytes = 64 * 1024 * 1024;

/** Reads user data in base64, as launch templates have it; undefined where it is not that. */
export function readUserData(base64: string): UserData | undefined {
  const packed = base64.replaceAll(/\s/g, "");
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined;
  const bytes = Buffer.from(packed, "base64");
  const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return { bytes: bytes.length, compressed, text: compressed ? decompressed(bytes) : bytes.toString() };
}

function decompressed(bytes: Buffer): string | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxTextBytes }).toString();
  } catch {
    return undefined;
  }
}

/** What an instance runs and reads, and where that is in its user data: each part, decoded, or all of it. */
export function sectionsOf(text: string): { readonly path: string; readonly content: string }[] {
  try {
    return mimeParts(text).map(({ content }, index) => ({ path: `part ${index + 1}`, content }));
  } catch {
    return [{ path: "as a whole", content: text }];
  }
}
