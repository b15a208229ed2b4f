import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { startEmbeddedAws } from "@batchline/embedded-aws";
import type { Chunk } from "../contract/chunk.ts";
import { encodeManifest } from "../contract/manifest.ts";
import { platformKeys } from "../contract/object-keys.ts";
import { readChunk } from "../handlers/broker/read-chunk.ts";

const sizes = [10, 1000, 10_000];
const bucket = "platform";

/** Bytes that a container reads to find its chunk, the last one, in runs of growing size. */
export async function chunkRead() {
  const dir = await mkdtemp(join(tmpdir(), "batchline-bench-"));
  const aws = await startEmbeddedAws({ dir });
  const s3 = new S3Client(aws.clientConfig);
  let bytes = 0;
  s3.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as { readonly headers: Readonly<Record<string, string>> };
      bytes += Number(headers["content-length"]);
      return result;
    },
    { step: "deserialize", priority: "low" },
  );
  try {
    await aws.s3.createBucket(bucket);
    const bytesRead: [size: number, bytes: number][] = [];
    for (const size of sizes) {
      const manifest = platformKeys.run("catalog-import", `run-${size}`);
      const { chunks, index } = encodeManifest(Array.from({ length: size }, (_, at) => chunk(at)));
      await aws.s3.putObject(bucket, platformKeys.chunks(manifest), chunks);
      await aws.s3.putObject(bucket, platformKeys.chunkIndex(manifest), index);
      bytes = 0;
      await readChunk(s3, bucket, manifest, size - 1);
      bytesRead.push([size, bytes]);
    }
    const counts = bytesRead.map(([, count]) => count);
    return {
      bytesRead: Object.fromEntries(bytesRead),
      largestOverSmallest: Math.max(...counts) / Math.min(...counts),
    };
  } finally {
    s3.destroy();
    await aws.stop();
    await rm(dir, { recursive: true });
  }
}

function chunk(index: number): Chunk {
  const tenant = `tenant-${String(index).padStart(5, "0")}`;
  return {
    index,
    tenant,
    part: 0,
    parts: 1,
    data: { bucket: "data", prefix: `tenants/${tenant}/` },
    params: {
      feed: { url: `https://${tenant}.example/products.xml`, format: "google-merchant" },
      renditions: [{ width: 320, format: "webp", quality: 80 }],
    },
  };
}
