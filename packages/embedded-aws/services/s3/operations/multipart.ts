import { inTurns } from "@batchline/clock";
import { type ChecksumAlgorithm, checksumAlgorithms } from "../../../host/gateway/body/checksums.ts";
import type { GatewayResponse } from "../../../host/gateway/service.ts";
import { notEmulated } from "../../../models/coverage.ts";
import { assembled, type ListedPart, listedParts } from "../assembly.ts";
import { type ChecksumType, checksumElements } from "../checksums/checksum.ts";
import { askedAlgorithm, sentChecksum } from "../checksums/sent-checksum.ts";
import { joinedFiles } from "../content/joined-files.ts";
import { coverage } from "../coverage.ts";
import { checksumKind } from "../multipart-uploads.ts";
import { describingHeaders, encryptionHeader } from "../object-headers.ts";
import { checkCompletion } from "../preconditions.ts";
import { s3Errors } from "../s3-errors.ts";
import { objectArn, type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";
import type { StoredObject } from "../stored-object.ts";
import { tagsOfHeader } from "../tags.ts";
import type { Part, Upload } from "../upload.ts";
import { checkWriteHeaders } from "../write-headers.ts";
import { childText, parseXml, type XmlNode } from "../xml-request.ts";
import { authoriseWrite } from "./put-object.ts";

export const multipartOperations: Readonly<Record<string, S3Operation>> = {
  CreateMultipartUpload: create,
  CompleteMultipartUpload: complete,
  AbortMultipartUpload: abort,
};

function create(request: S3Request): GatewayResponse {
  const { bucket, key, headers, store, uploads } = request;
  authoriseWrite(request);
  const before = store.bucket(bucket).get(key);
  checkWriteHeaders(request);
  const checksum = newChecksum(headers);
  const upload = uploads.create({
    ...{ bucket, key, before, checksum, initiator: { arn: request.principal.arn } },
    ...{ headers: describingHeaders(headers), tags: tagsOfHeader(headers["x-amz-tagging"]) },
  });
  const result = { Bucket: bucket, Key: key, UploadId: upload.id };
  return xmlAnswer("InitiateMultipartUploadResult", result, {
    ...encryptionHeader,
    ...(checksum && { "x-amz-checksum-algorithm": checksum.algorithm, "x-amz-checksum-type": checksum.type }),
  });
}

/** What may make a composite or a full checksum. https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
const impossible: Readonly<Record<ChecksumType, readonly ChecksumAlgorithm[]>> = {
  COMPOSITE: ["CRC64NVME"],
  FULL_OBJECT: ["SHA1", "SHA256"],
};

function newChecksum(headers: S3Request["headers"]): Upload["checksum"] {
  const algorithm = askedAlgorithm(headers);
  const asked = checksumType(headers);
  if (algorithm === undefined) {
    if (asked === undefined) return undefined;
    throw s3Errors.invalidRequest(
      "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
    );
  }
  const type = asked ?? (algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE");
  if (impossible[type].includes(algorithm))
    throw s3Errors.invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  return { algorithm, type };
}

/** Throws InvalidRequest. */
function checksumType({ "x-amz-checksum-type": text }: S3Request["headers"]): ChecksumType | undefined {
  const type = text?.toUpperCase();
  if (type === undefined || type === "COMPOSITE" || type === "FULL_OBJECT") return type;
  throw s3Errors.invalidRequest("Value for x-amz-checksum-type header is invalid.");
}

async function complete(request: S3Request): Promise<GatewayResponse> {
  const { bucket, key, headers, query, store, uploads } = request;
  authoriseWrite(request);
  store.bucket(bucket);
  const listed = await listedIn(request);
  const named = JSON.stringify(listed.map(({ partNumber, etag }) => [partNumber, etag]));
  const repeated = () => {
    const done = uploads.completed(query.get("uploadId"), bucket, key);
    return done?.parts === named ? completedAnswer(request, done.object) : undefined;
  };
  const first = repeated();
  if (first !== undefined) return first;
  const upload = uploads.get(query.get("uploadId"), bucket, key);
  checkType(upload, headers);
  const parts = listedParts(upload, listed);
  const object = await assembled(upload, parts);
  checkSize(headers, object.size);
  checkChecksum(upload, headers, object.checksum?.value);
  const state = () => ({ before: upload.before, current: store.bucket(bucket).get(key) });
  checkCompletion(headers, key, state());
  const files = parts.map(({ file, size }) => ({ path: file, start: 0, length: size }));
  const content = await joinedFiles(files, store.newFile(), []).catch((cause: unknown) => {
    // Its files are gone if another request has ended the upload.
    if (uploads.find(upload.id) === undefined) return undefined;
    throw cause;
  });
  try {
    // Another request may have ended the upload, or written, meanwhile. From here on nothing waits.
    const meanwhile = repeated();
    if (meanwhile !== undefined) return meanwhile;
    if (content === undefined) throw s3Errors.noSuchUpload(upload.id);
    uploads.get(upload.id, bucket, key);
    checkCompletion(headers, key, state());
    const stored = store.put(bucket, object, content);
    uploads.remove(upload, { bucket, key, parts: named, object: stored });
    return completedAnswer(request, stored);
  } finally {
    content?.discard();
  }
}

function completedAnswer({ bucket, key, headers, path }: S3Request, object: StoredObject): GatewayResponse {
  const result = {
    Location: `http://${headers.host}${path}`,
    Bucket: bucket,
    Key: key,
    ETag: object.etag,
    ...(object.checksum && checksumElements(object.checksum)),
  };
  return xmlAnswer("CompleteMultipartUploadResult", result, encryptionHeader);
}

/** The member `MultipartUpload`. Throws MalformedXML. */
async function listedIn(request: S3Request): Promise<ListedPart[]> {
  const { children } = await parseXml(request.body, "CompleteMultipartUpload");
  const listed: ListedPart[] = [];
  // Up to 10,000, which take a tenth of a second.
  for await (const part of inTurns(children)) listed.push(listedPart(part));
  if (listed.length === 0) throw s3Errors.malformedXml();
  return listed;
}

function listedPart(part: XmlNode): ListedPart {
  const [number, etag] = [childText(part, "PartNumber"), childText(part, "ETag")];
  if (part.name !== "Part" || !/^\d{1,5}$/.test(number ?? "") || etag === undefined)
    throw s3Errors.malformedXml();
  const [other] = notEmulated(coverage.CompleteMultipartUpload ?? {}, {
    MultipartUpload: { Parts: [Object.fromEntries(part.children.map(({ name, text }) => [name, text]))] },
  });
  if (other !== undefined) throw s3Errors.notEmulated("CompleteMultipartUpload", other);
  const checksums = checksumAlgorithms.map((name) => [name, childText(part, `Checksum${name}`)]);
  return {
    partNumber: Number(number),
    etag,
    checksums: Object.fromEntries(checksums.filter(([, value]) => value !== undefined)),
  };
}

function checkType(upload: Upload, headers: S3Request["headers"]): void {
  const asked = checksumType(headers);
  const { type } = checksumKind(upload);
  if (asked === undefined || asked === type) return;
  throw s3Errors.invalidRequest(
    `The upload was created using the ${type} checksum mode. The complete request must use the same checksum mode.`,
  );
}

function checkSize({ "x-amz-mp-object-size": stated }: S3Request["headers"], size: number): void {
  if (stated === undefined || stated === String(size)) return;
  throw s3Errors.invalidRequest(
    `The provided 'x-amz-mp-object-size' header value ${stated} does not match what was computed: ${size}`,
  );
}

function checkChecksum(upload: Upload, headers: S3Request["headers"], computed: string | undefined): void {
  const { algorithm } = checksumKind(upload);
  const sent = sentChecksum(headers, { composite: true });
  if (sent === undefined) return;
  const bare = (value: string | undefined) => value?.replace(/-\d+$/, "");
  if (sent.algorithm === algorithm && bare(sent.value) === bare(computed)) return;
  throw s3Errors.badDigest(
    `The ${sent.algorithm.toLowerCase()} you specified did not match the calculated checksum.`,
  );
}

function abort(request: S3Request): GatewayResponse {
  request.authorise("s3:AbortMultipartUpload", objectArn(request.bucket, request.key));
  const condition = "x-amz-if-match-initiated-time";
  if (request.headers[condition] !== undefined) throw s3Errors.unknownHeader(condition);
  request.uploads.remove(uploadOf(request));
  return { status: 204 };
}

/** The upload that the query names. Throws NoSuchBucket or NoSuchUpload. */
export function uploadOf({ bucket, key, query, store, uploads }: S3Request): Upload {
  store.bucket(bucket);
  return uploads.get(query.get("uploadId"), bucket, key);
}

/** A part's checksum of the upload's algorithm, as an element. */
export function partChecksum({ checksum }: Upload, { checksums }: Part): Record<string, string | undefined> {
  return checksum === undefined ? {} : { [`Checksum${checksum.algorithm}`]: checksums[checksum.algorithm] };
}
