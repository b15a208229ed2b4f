import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { canMeasure, type MeasuredServer, startEmbedded } from "./measured-server.ts";

/** As `aws s3 cp` does: ten parts of 8 MiB at once. */
const threads = 10;
const partBytes = 8 * 1024 ** 2;
const totalBytes = 100 * 1000 ** 2;
const Bucket = "bench";
const Key = "large";

/** How much memory the embedded AWS takes, above what it takes when idle, for an upload of 100 MB in parts. Needs /proc. */
export async function uploadMemory() {
  if (!canMeasure) return "needs /proc";
  await using server = await startEmbedded();
  const s3 = new S3Client({ ...server.clientConfig, forcePathStyle: true });
  const LocationConstraint = "eu-central-1";
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "small", Body: "x" }));
  const idleMiB = await server.memoryMiB();
  const watched = watch(server);
  await upload(s3);
  const peakMiB = await watched.peak();
  return { idleMiB, aboveIdleMiB: peakMiB - idleMiB };
}

async function upload(s3: S3Client): Promise<void> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const bytes = Buffer.alloc(partBytes, "x");
  const parts = Array.from({ length: Math.ceil(totalBytes / partBytes) }, (_, index) => index + 1);
  const sent: { readonly PartNumber: number; readonly ETag: string | undefined }[] = [];
  let next = 0;
  const thread = async () => {
    for (let PartNumber = parts[next++]; PartNumber !== undefined; PartNumber = parts[next++]) {
      const Body = bytes.subarray(0, totalBytes - (PartNumber - 1) * partBytes);
      const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
      sent.push({ PartNumber, ETag });
    }
  };
  await Promise.all(Array.from({ length: threads }, thread));
  const Parts = sent.sort((a, b) => a.PartNumber - b.PartNumber);
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
}

const watchMs = 10;

function watch(server: MeasuredServer) {
  let peak = 0;
  const look = async () => {
    peak = Math.max(peak, await server.memoryMiB());
  };
  const timer = setInterval(look, watchMs);
  return {
    async peak(): Promise<number> {
      clearInterval(timer);
      await look();
      return peak;
    },
  };
}
