import { gunzipSync } from "node:zlib";
import { mimeParts } from "@batchline/aws-facts";
import { launchTemplate, resourceType } from "./resource-types.ts";

/** What the resources that instances are made from have in common. */
export interface InstanceProps {
  readonly metadataOptions?: {
    readonly httpEndpoint?: string;
    readonly httpTokens?: string;
    readonly httpPutResponseHopLimit?: number;
  };
  /** In base64 in a launch template, as it is in the others. */
  readonly userData?: string;
  readonly userDataBase64?: string;
  /** From which an instance takes what it does not say itself. */
  readonly launchTemplate?: unknown;
}

/** Resource types that say how instances start. */
export const instanceSources = [
  launchTemplate.token,
  "aws:ec2/instance:Instance",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
].map((token) => resourceType<InstanceProps>(token));

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
