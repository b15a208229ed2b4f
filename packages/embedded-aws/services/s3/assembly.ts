import { hash } from "node:crypto";
import { inTurns } from "@batchline/clock";
import {
  type ChecksumAlgorithm,
  checksumAlgorithms,
  runningChecksum,
} from "../../host/gateway/body/checksums.ts";
import type { Checksum } from "./checksums/checksum.ts";
import { combinerOf, isCombinable } from "./checksums/combine.ts";
import { checksumKind } from "./multipart-uploads.ts";
import { s3Errors } from "./s3-errors.ts";
import type { NewObject } from "./stored-object.ts";
import type { Part, Upload } from "./upload.ts";

/** A part as CompleteMultipartUpload lists it. */
export interface ListedPart {
  readonly partNumber: number;
  readonly etag: string;
  readonly checksums: Readonly<Partial<Record<ChecksumAlgorithm, string>>>;
}

const minPartSize = 5 * 1024 ** 2;

const bare = (etag: string) => etag.replaceAll('"', "");

/** The uploaded parts that are listed. Throws InvalidPart, InvalidPartOrder, EntityTooSmall, BadDigest or InvalidRequest. */
export function listedParts(upload: Upload, listed: readonly ListedPart[]): Part[] {
  const numbers = [0, ...listed.map(({ partNumber }) => partNumber)];
  const ascending = numbers.every((number, index) => index === 0 || number > Number(numbers[index - 1]));
  if (!ascending) throw s3Errors.invalidPartOrder(upload.id);
  const { algorithm, type } = checksumKind(upload);
  const parts = listed.map((one) => partOf(upload, one));
  const wrong = listed.find(({ checksums }, index) => !agree(checksums, parts[index]));
  if (wrong !== undefined) throw s3Errors.invalidPart(upload.id, wrong);
  const unnamed = listed.find(({ checksums }) => checksums[algorithm] === undefined);
  if (type === "COMPOSITE" && unnamed !== undefined)
    throw s3Errors.partWithoutChecksum(algorithm, unnamed.partNumber);
  const small = parts.slice(0, -1).find((part) => part.size < minPartSize);
  if (small !== undefined) throw s3Errors.entityTooSmall(small);
  return parts;
}

function partOf(upload: Upload, listed: ListedPart): Part {
  const part = upload.parts.get(listed.partNumber);
  if (part === undefined || bare(part.etag) !== bare(listed.etag))
    throw s3Errors.invalidPart(upload.id, listed);
  const { algorithm } = checksumKind(upload);
  const other = checksumAlgorithms.find(
    (name) => upload.checksum !== undefined && name !== algorithm && listed.checksums[name] !== undefined,
  );
  if (other !== undefined)
    throw s3Errors.badDigest(
      `The ${other.toLowerCase()} you specified for part ${part.partNumber} did not match what we received.`,
    );
  return part;
}

/** Whether the listed checksums are the part's. Those that were sent with it are known, and the upload's. */
function agree(listed: ListedPart["checksums"], part: Part | undefined): boolean {
  return checksumAlgorithms.every(
    (name) => listed[name] === undefined || listed[name] === part?.checksums[name],
  );
}

/** What the object will be, without its bytes. */
export async function assembled(upload: Upload, parts: readonly Part[]): Promise<NewObject> {
  const digests = Buffer.concat(parts.map((part) => Buffer.from(bare(part.etag), "hex")));
  const checksum = await objectChecksum(upload, parts);
  return {
    key: upload.key,
    size: parts.reduce((sum, { size }) => sum + size, 0),
    etag: `"${hash("md5", digests)}-${parts.length}"`,
    headers: upload.headers,
    partSizes: parts.map((part) => part.size),
    checksum,
    ...(checksum.type === "COMPOSITE" && {
      partChecksums: parts.map((part) => String(part.checksums[checksum.algorithm])),
    }),
    ...(upload.tags !== undefined && { tags: upload.tags }),
  };
}

/** A composite checksum is the checksum of the parts' checksums. */
async function objectChecksum(upload: Upload, parts: readonly Part[]): Promise<Checksum> {
  const { algorithm, type } = checksumKind(upload);
  const values = parts.map(({ checksums, size }) => ({ value: String(checksums[algorithm]), size }));
  if (type === "FULL_OBJECT" && isCombinable(algorithm)) {
    const combine = combinerOf(algorithm);
    const [first, ...rest] = values;
    let whole = String(first?.value);
    for await (const { value, size } of inTurns(rest)) whole = combine(whole, value, size);
    return { algorithm, type, value: whole };
  }
  const running = runningChecksum(algorithm);
  for (const { value } of values) running.update(Buffer.from(value, "base64"));
  return { algorithm, type, value: `${await running.digest()}-${parts.length}` };
}
