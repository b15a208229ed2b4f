import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { AwsChunkedDecoder } from "./aws-chunked.ts";
import {
  algorithmOf,
  type ChecksumAlgorithm,
  checksumAlgorithms,
  isChecksum,
  runningChecksum,
} from "./checksums.ts";
import type { ChunkSignatures } from "./chunk-signatures.ts";
import type { ContentSha256 } from "./content-sha256.ts";
import { free, receive } from "./receive.ts";
import type { RequestBody } from "./request-body.ts";
import { Spool } from "./spool.ts";
import { uploadErrors } from "./upload-errors.ts";

type Headers = Readonly<Record<string, string>>;

interface Upload {
  readonly expected: Announced;
  readonly content: ContentSha256;
  /** The folder for large bodies. */
  readonly dir: string;
  readonly signatures: ChunkSignatures;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
const maxUploadBytes = 5 * 1024 ** 3;

/** What a body's headers say of it, before it is read. */
interface Announced {
  /** Bytes, after decoding. */
  readonly length: number;
  /** The names of the trailers. */
  readonly trailers: readonly string[];
  readonly algorithms: readonly ChecksumAlgorithm[];
}

/** Throws S3's errors. @param more what checksums to compute beside those that the headers name */
export function announced(
  headers: Headers,
  content: ContentSha256,
  more: readonly ChecksumAlgorithm[] = [],
): Announced {
  const { "transfer-encoding": transfer, "content-length": sent } = headers;
  const chunks = content.kind === "chunks";
  if (!chunks && transfer !== undefined) throw uploadErrors.chunkedTransfer();
  const stated = chunks ? headers["x-amz-decoded-content-length"] : sent;
  if (stated === undefined || !/^\d{1,15}$/.test(stated)) throw uploadErrors.noLength();
  const length = Number(stated);
  if (length > maxUploadBytes) throw uploadErrors.tooLarge(length, maxUploadBytes);
  const trailers = chunks ? list(headers["x-amz-trailer"]) : [];
  if (trailers.some((name) => algorithmOf(name) === undefined)) throw uploadErrors.unsupportedTrailer();
  const inHeaders = checksumAlgorithms.filter(
    (name) => headers[`x-amz-checksum-${name.toLowerCase()}`] !== undefined,
  );
  const named = headers["x-amz-sdk-checksum-algorithm"]?.toUpperCase();
  const algorithms = checksumAlgorithms.filter(
    (name) =>
      more.includes(name) ||
      inHeaders.includes(name) ||
      name === named ||
      trailers.some((trailer) => algorithmOf(trailer) === name),
  );
  return { length, trailers, algorithms: algorithms.length > 0 ? algorithms : ["CRC64NVME"] };
}

export interface ReceivedBody extends RequestBody {
  /** Removes what was not moved. */
  discard(): void;
}

/** Reads, decodes and hashes an upload. Throws S3's errors. */
export async function receiveUpload(message: Readable, upload: Upload): Promise<ReceivedBody> {
  const { content, dir, signatures } = upload;
  const { length, trailers: expected, algorithms } = upload.expected;
  const spool = new Spool(dir);
  const md5 = createHash("md5");
  const sha256 = createHash("sha256");
  const running = algorithms.map((algorithm) => [algorithm, runningChecksum(algorithm)] as const);
  const take = (piece: Buffer) => {
    for (const hash of [md5, sha256, ...running.map(([, checksum]) => checksum)]) hash.update(piece);
    spool.write(piece);
  };
  try {
    const reads = (process: (piece: Buffer) => void) =>
      receive(message, (piece) => {
        process(piece);
        if (!spool.holdsPieces) free(piece);
      });
    const trailers = await readContent(reads, { content, length, take, signatures });
    checkTrailers(trailers, expected);
    const computed = sha256.digest("hex");
    if (content.kind === "hash" && content.hash !== computed)
      throw uploadErrors.otherSha256(content.hash, computed);
    const checksums = new Map<ChecksumAlgorithm, string>();
    for (const [algorithm, checksum] of running) checksums.set(algorithm, await checksum.digest());
    return {
      length: spool.length,
      md5: md5.digest("hex"),
      sha256: computed,
      checksums,
      trailers,
      bytes: () => spool.bytes(),
      moveTo: (path) => spool.moveTo(path),
      discard: () => spool.discard(),
    };
  } catch (cause) {
    spool.discard();
    throw cause;
  }
}

interface Content extends Pick<Upload, "content" | "signatures"> {
  readonly length: number;
  readonly take: (piece: Buffer) => void;
}

/** Returns the trailers. */
async function readContent(
  reads: (process: (piece: Buffer) => void) => Promise<void>,
  options: Content,
): Promise<Record<string, string>> {
  const { content, length, take, signatures } = options;
  if (content.kind !== "chunks") {
    await reads(take);
    return {};
  }
  const decoder = new AwsChunkedDecoder({
    length,
    take,
    signatures: content.signed ? signatures : undefined,
  });
  await reads((piece) => decoder.push(piece));
  const { "x-amz-trailer-signature": signature, ...trailers } = decoder.end();
  if (content.signed && content.trailer) signatures.checkTrailers(trailers, signature);
  return trailers;
}

function checkTrailers(trailers: Headers, expected: readonly string[]): void {
  const found = Object.keys(trailers);
  const same = found.length === expected.length && expected.every((name) => found.includes(name));
  if (!same) throw uploadErrors.malformedTrailer();
  for (const [name, value] of Object.entries(trailers)) {
    const algorithm = algorithmOf(name);
    if (algorithm === undefined || !isChecksum(algorithm, value)) throw uploadErrors.invalidTrailer(name);
  }
}

function list(header = ""): string[] {
  return header
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
}
