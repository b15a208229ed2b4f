import { gunzipSync } from "node:zlib";
import { mimeParts } from "@batchline/aws-facts";
import { launchTemplate, resourceType } from "./resource-types.ts";

/** The common properties of the resources that instances start from. */
export interface InstanceProps {
  readonly metadataOptions?: {
    readonly httpEndpoint?: string;
    readonly httpTokens?: string;
    readonly httpPutResponseHopLimit?: number;
  };
  /** In base64 in a launch template, plain text in the others. */
  readonly userData?: string;
  readonly userDataBase64?: string;
  /** The source of what an instance does not set itself. */
  readonly launchTemplate?: unknown;
}

/** The resource types that configure how instances start. */
export const instanceSources = [
  launchTemplate.token,
  "aws:ec2/instance:Instance",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
].map((token) => resourceType<InstanceProps>(token));

/** User data of an instance. */
interface UserData {
  /** Size before base64, which EC2 limits. */
  readonly bytes: number;
  /** Whether it is compressed as a whole. cloud-init decompresses it. */
  readonly compressed: boolean;
  /** Undefined if it cannot be decompressed. */
  readonly text: string | undefined;
}

/** Far more than any script needs. */
const maxTextBytes = 64 * 1024 * 1024;

/** Reads user data in base64, as in launch templates. Undefined for other text.
 * @example readUserData(props.userData)?.text */
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

/** The decoded parts of user data with their places, or the whole text if it is not MIME multipart.
 * @example sectionsOf(text) // [{ path: "part 1", content: "#!/bin/bash…" }] */
export function sectionsOf(text: string): { readonly path: string; readonly content: string }[] {
  try {
    return mimeParts(text).map(({ content }, index) => ({ path: `part ${index + 1}`, content }));
  } catch {
    return [{ path: "as a whole", content: text }];
  }
}
