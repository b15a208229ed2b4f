import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { must } from "@batchline/diagnostics";
import { ChunkLine } from "../../contract/chunk.ts";
import { platformKeys } from "../../contract/object-keys.ts";

/** Chunk → its tenant, by a manifest. Empty if there is none any more, or the caller may not read it. */
export async function plannedTenants(s3: S3Client, bucket: string, manifest: string): Promise<string[]> {
  try {
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: platformKeys.chunks(manifest) }),
    );
    const text = await must(Body, "S3 returns an object's body").transformToString();
    const lines: unknown = JSON.parse(text);
    const tenants: string[] = [];
    for (const { index, tenant } of ChunkLine.pick({ index: true, tenant: true }).array().parse(lines))
      tenants[index] = tenant;
    return tenants;
  } catch (cause) {
    if (cause instanceof Error && ["NoSuchKey", "AccessDenied"].includes(cause.name)) return [];
    throw cause;
  }
}
