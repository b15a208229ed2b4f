import {
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumHeader,
} from "../../../host/gateway/body/checksums.ts";
import type { GatewayResponse } from "../../../host/gateway/service.ts";
import { checksumElements, uploadedBody } from "../checksums.ts";
import type { Upload } from "../multipart-uploads.ts";
import { describingHeaders } from "../object-headers.ts";
import { checkCompletion } from "../preconditions.ts";
import { s3Errors } from "../s3-errors.ts";
import {
  bucketArn,
  objectArn,
  parameter,
  type S3Operation,
  type S3Request,
  xmlAnswer,
} from "../s3-request.ts";
import { childText, parseXml } from "../xml-request.ts";
import { authoriseWrite, refuseUnkeptHeaders } from "./put-object.ts";

export const multipartOperations: Readonly<Record<string, S3Operation>> = {
  CreateMultipartUpload: create,
  UploadPart: uploadPart,
  CompleteMultipartUpload: complete,
  AbortMultipartUpload: abort,
  ListParts: listParts,
  ListMultipartUploads: listUploads,
};

const maxPartNumber = 10_000;

function create(request: S3Request): GatewayResponse {
  const { bucket, key, headers, store, uploads } = request;
  request.authorise("s3:PutObject", objectArn(bucket, key));
  refuseUnkeptHeaders(request, "CreateMultipartUpload");
  const before = store.bucket(bucket).get(key);
  const algorithm = checksumAlgorithm(headers["x-amz-checksum-algorithm"]);
  // CRC64NVME has no composite form; the others are composite unless asked otherwise.
  const full = algorithm === "CRC64NVME" || headers["x-amz-checksum-type"]?.toUpperCase() === "FULL_OBJECT";
  const checksum = algorithm && { algorithm, type: full ? ("FULL_OBJECT" as const) : ("COMPOSITE" as const) };
  const upload = uploads.create({ bucket, key, before, headers: describingHeaders(headers), checksum });
  const result = { Bucket: bucket, Key: key, UploadId: upload.id };
  return xmlAnswer("InitiateMultipartUploadResult", result, {
    ...(checksum && { "x-amz-checksum-algorithm": checksum.algorithm, "x-amz-checksum-type": checksum.type }),
  });
}

function checksumAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const found = checksumAlgorithms.find((algorithm) => algorithm === name.toUpperCase());
  if (found === undefined) throw s3Errors.invalidArgument(`unknown checksum algorithm ${name}`);
  return found;
}

function uploadPart(request: S3Request): GatewayResponse {
  request.authorise("s3:PutObject", objectArn(request.bucket, request.key));
  const upload = uploadOf(request);
  const number = Number(request.query.get("partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > maxPartNumber)
    throw s3Errors.invalidArgument(
      `Part number must be an integer between 1 and ${maxPartNumber}, inclusive`,
    );
  const { body, checksum } = uploadedBody(request);
  const { etag } = request.uploads.putPart(upload, number, body, checksum);
  const headers = { etag, ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value }) };
  return { status: 200, headers };
}

function complete(request: S3Request): GatewayResponse {
  const { bucket, key, headers, store, uploads } = request;
  authoriseWrite(request);
  const upload = uploadOf(request);
  const parts = parseXml(request.body, "CompleteMultipartUpload").children.map((part) => ({
    partNumber: Number(childText(part, "PartNumber")),
    etag: String(childText(part, "ETag")),
  }));
  if (parts.length === 0) throw s3Errors.malformedXml("at least one Part was expected");
  checkCompletion(headers, key, { before: upload.before, current: store.bucket(bucket).get(key) });
  const { object, body } = uploads.assemble(upload, parts);
  const { etag, checksum } = store.put(bucket, object, body);
  uploads.remove(upload);
  return xmlAnswer("CompleteMultipartUploadResult", {
    Location: `http://${headers.host}${request.path}`,
    Bucket: bucket,
    Key: key,
    ETag: etag,
    ...(checksum && checksumElements(checksum)),
  });
}

function abort(request: S3Request): GatewayResponse {
  request.authorise("s3:AbortMultipartUpload", objectArn(request.bucket, request.key));
  request.uploads.remove(uploadOf(request));
  return { status: 204 };
}

function uploadOf({ bucket, key, query, store, uploads }: S3Request): Upload {
  store.bucket(bucket);
  return uploads.get(query.get("uploadId"), bucket, key);
}

function listParts(request: S3Request): GatewayResponse {
  request.authorise("s3:ListMultipartUploadParts", objectArn(request.bucket, request.key));
  const upload = uploadOf(request);
  const marker = Number(request.query.get("part-number-marker"));
  const most = Math.min(Number(request.query.get("max-parts") ?? 1000), 1000);
  const rest = [...upload.parts.values()]
    .filter((part) => part.partNumber > marker)
    .sort((a, b) => a.partNumber - b.partNumber);
  const parts = rest.slice(0, most);
  return xmlAnswer("ListPartsResult", {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: marker,
    NextPartNumberMarker: parts.at(-1)?.partNumber ?? marker,
    MaxParts: most,
    IsTruncated: rest.length > parts.length,
    Part: parts.map(({ partNumber, lastModified, etag, size }) => {
      return {
        PartNumber: partNumber,
        LastModified: new Date(lastModified).toISOString(),
        ETag: etag,
        Size: size,
      };
    }),
  });
}

/** Lists all uploads of a bucket in one page. */
function listUploads({ authorise, bucket, query, store, uploads }: S3Request): GatewayResponse {
  authorise("s3:ListBucketMultipartUploads", bucketArn(bucket));
  store.bucket(bucket);
  const prefix = parameter(query, "prefix");
  return xmlAnswer("ListMultipartUploadsResult", {
    Bucket: bucket,
    Prefix: prefix,
    IsTruncated: false,
    Upload: uploads
      .in(bucket)
      .filter((upload) => upload.key.startsWith(prefix))
      .map(({ key, id, initiated }) => {
        return { Key: key, UploadId: id, Initiated: new Date(initiated).toISOString() };
      }),
  });
}
