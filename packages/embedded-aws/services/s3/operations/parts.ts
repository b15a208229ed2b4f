import { type ChecksumAlgorithm, checksumHeader } from "../../../host/gateway/body/checksums.ts";
import type { GatewayResponse } from "../../../host/gateway/service.ts";
import { copiedRange, partNumber } from "../byte-range.ts";
import { sentAlgorithm } from "../checksums/sent-checksum.ts";
import { uploadedContent } from "../content/uploaded-content.ts";
import { checksumKind } from "../multipart-uploads.ts";
import { encryptionHeader, storageClassOf } from "../object-headers.ts";
import { initiator, owner } from "../owner.ts";
import { s3Errors } from "../s3-errors.ts";
import { count, objectArn, parameter, type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";
import { timestamp } from "../timestamp.ts";
import type { Upload } from "../upload.ts";
import { checkWriteHeaders } from "../write-headers.ts";
import { copySource } from "./copy-object.ts";
import { partChecksum, uploadOf } from "./multipart.ts";

export const partOperations: Readonly<Record<string, S3Operation>> = {
  UploadPart: uploadPart,
  UploadPartCopy: copyPart,
  ListParts: listParts,
};

function uploadPart(request: S3Request): GatewayResponse {
  request.authorise("s3:PutObject", objectArn(request.bucket, request.key));
  const number = partNumber(request.query.get("partNumber"));
  const upload = uploadOf(request);
  checkWriteHeaders(request);
  checkAlgorithm(upload, sentAlgorithm(request.headers));
  const { content, sent } = uploadedContent(request);
  const { etag, checksums } = request.uploads.putPart(upload, number, content);
  const algorithm = upload.checksum?.algorithm ?? sent?.algorithm;
  const checksum = algorithm && { [checksumHeader(algorithm)]: String(checksums[algorithm]) };
  return { status: 200, headers: { etag, ...encryptionHeader, ...checksum } };
}

/** A composite checksum is made of what the client sends with each part. */
function checkAlgorithm({ checksum }: Upload, sent: ChecksumAlgorithm | undefined): void {
  if (checksum === undefined || sent === checksum.algorithm) return;
  if (sent === undefined && checksum.type === "FULL_OBJECT") return;
  throw s3Errors.invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${checksum.algorithm.toLowerCase()}, actual checksum Type: ${sent?.toLowerCase() ?? "null"}`,
  );
}

async function copyPart(request: S3Request): Promise<GatewayResponse> {
  const { headers, store, uploads, query } = request;
  const { object } = copySource(request);
  request.authorise("s3:PutObject", objectArn(request.bucket, request.key));
  const number = partNumber(query.get("partNumber"));
  const upload = uploadOf(request);
  checkWriteHeaders(request);
  const range = copiedRange(headers["x-amz-copy-source-range"], object.size);
  const content = await store.copy(object, range, [checksumKind(upload).algorithm]);
  try {
    const part = uploads.putPart(upload, number, content);
    const result = { ETag: part.etag, LastModified: timestamp(part.lastModified) };
    return xmlAnswer("CopyPartResult", { ...result, ...partChecksum(upload, part) }, encryptionHeader);
  } finally {
    content.discard();
  }
}

function listParts(request: S3Request): GatewayResponse {
  const { query } = request;
  request.authorise("s3:ListMultipartUploadParts", objectArn(request.bucket, request.key));
  const upload = uploadOf(request);
  const marker =
    parameter(query, "part-number-marker") === "" ? 0 : count(query, "part-number-marker", 2 ** 31 - 1);
  const most = count(query, "max-parts");
  const rest = [...upload.parts.values()]
    .filter((part) => part.partNumber > marker)
    .sort((a, b) => a.partNumber - b.partNumber);
  const parts = rest.slice(0, most);
  return xmlAnswer("ListPartsResult", {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    Initiator: initiator(upload.initiator),
    Owner: owner,
    StorageClass: storageClassOf(upload),
    ChecksumAlgorithm: upload.checksum?.algorithm,
    ChecksumType: upload.checksum?.type,
    PartNumberMarker: marker,
    NextPartNumberMarker: parts.at(-1)?.partNumber ?? 0,
    MaxParts: most,
    IsTruncated: rest.length > parts.length,
    Part: parts.map((part) => ({
      PartNumber: part.partNumber,
      LastModified: timestamp(part.lastModified),
      ETag: part.etag,
      Size: part.size,
      ...partChecksum(upload, part),
    })),
  });
}
