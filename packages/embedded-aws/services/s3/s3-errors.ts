import { AwsError } from "../../host/gateway/aws-error.ts";
import { S3Error } from "../../host/gateway/protocols/s3-error.ts";
import * as text from "./s3-texts.ts";

const invalidRequest = (message: string) => new AwsError("InvalidRequest", message);

interface SmallPart {
  readonly partNumber: number;
  readonly etag: string;
  readonly size: number;
}

/** S3's errors with their status and elements. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const s3Errors = {
  invalidRequest,
  noSuchBucket: (BucketName: string) =>
    new S3Error("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName }),
  noSuchKey: (Key: string) => new S3Error("NoSuchKey", "The specified key does not exist.", 404, { Key }),
  /** For a version that an object without versions cannot have. */
  noSuchVersion: (Key: string, VersionId: string) =>
    new S3Error("NoSuchVersion", "The specified version does not exist.", 404, { Key, VersionId }),
  noSuchUpload: (UploadId: string) => new S3Error("NoSuchUpload", text.noSuchUpload, 404, { UploadId }),
  preconditionFailed: (Condition: string) =>
    new S3Error("PreconditionFailed", text.preconditionFailed, 412, { Condition }),
  /** The key was written or deleted while its multipart upload ran. */
  conditionalRequestConflict: (Condition: string, Key: string) =>
    new S3Error("ConditionalRequestConflict", text.conflict, 409, { Condition, Key }),
  /** A header that S3 does not take, or not with this value. */
  unknownHeader: (Header: string, additionalMessage?: string) =>
    new S3Error("NotImplemented", text.impliesMore, 501, {
      Header,
      ...(additionalMessage !== undefined && { additionalMessage }),
    }),
  notModified: () => new AwsError("NotModified", "Not Modified", 304),
  invalidRange: (RangeRequested: string, size: number) =>
    new S3Error("InvalidRange", "The requested range is not satisfiable", 416, {
      RangeRequested,
      ActualObjectSize: String(size),
    }),
  invalidPartNumber: (PartNumberRequested: number, parts: number) =>
    new S3Error("InvalidPartNumber", "The requested partnumber is not satisfiable", 416, {
      PartNumberRequested: String(PartNumberRequested),
      ActualPartCount: String(parts),
    }),
  invalidObjectState: (StorageClass: string) =>
    new S3Error("InvalidObjectState", text.archived, 403, { StorageClass }),
  badDigest: (message: string) => new AwsError("BadDigest", message),
  /** Both in base64. */
  badMd5: (ExpectedDigest: string, CalculatedDigest: string) =>
    new S3Error("BadDigest", "The Content-MD5 you specified did not match what we received.", 400, {
      ExpectedDigest,
      CalculatedDigest,
    }),
  invalidDigest: (value: string) =>
    new S3Error("InvalidDigest", "The Content-MD5 you specified was invalid.", 400, { "Content-MD5": value }),
  invalidArgument: (message: string, ArgumentName: string, ArgumentValue?: string) =>
    new S3Error("InvalidArgument", message, 400, {
      ArgumentName,
      ...(ArgumentValue !== undefined && { ArgumentValue }),
    }),
  invalidStorageClass: (StorageClassRequested: string) =>
    new S3Error("InvalidStorageClass", "The storage class you specified is not valid", 400, {
      StorageClassRequested,
    }),
  metadataTooLarge: (size: number) =>
    new S3Error("MetadataTooLarge", text.metadataTooLarge, 400, {
      Size: String(size),
      MaxSizeAllowed: "2048",
    }),
  accessControlOfNewBucket: () =>
    new AwsError(
      "InvalidBucketAclWithObjectOwnership",
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    ),
  noAccessControlLists: () => new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs"),
  invalidBucketName: (BucketName: string) =>
    new S3Error("InvalidBucketName", "The specified bucket is not valid.", 400, { BucketName }),
  invalidLocation: (LocationConstraint: string) =>
    new S3Error("InvalidLocationConstraint", "The specified location-constraint is not valid", 400, {
      LocationConstraint,
    }),
  illegalLocation: (constraint: string) =>
    new AwsError(
      "IllegalLocationConstraintException",
      `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    ),
  bucketIsYours: (BucketName: string) =>
    new S3Error("BucketAlreadyOwnedByYou", text.bucketIsYours, 409, { BucketName }),
  bucketIsTaken: (BucketName: string) =>
    new S3Error("BucketAlreadyExists", text.bucketIsTaken, 409, { BucketName }),
  bucketNotEmpty: (BucketName: string) =>
    new S3Error("BucketNotEmpty", "The bucket you tried to delete is not empty", 409, { BucketName }),
  noSuchTagSet: (BucketName: string) =>
    new S3Error("NoSuchTagSet", "The TagSet does not exist", 404, { BucketName }),
  invalidTag: (message: string, tag: { readonly TagKey?: string; readonly TagValue?: string } = {}) =>
    new S3Error("InvalidTag", message, 400, { ...tag }),
  tooManyTags: (most: number) => new AwsError("BadRequest", `Object tags cannot be greater than ${most}`),
  keyTooLong: (size: number) =>
    new S3Error("KeyTooLongError", "Your key is too long", 400, {
      Size: String(size),
      MaxSizeAllowed: "1024",
    }),
  invalidUri: () => new AwsError("InvalidURI", "Couldn't parse the specified URI."),
  malformedXml: () => new AwsError("MalformedXML", text.malformedXml),
  invalidPart: (UploadId: string, part: { readonly partNumber: number; readonly etag: string }) =>
    new S3Error("InvalidPart", text.invalidPart, 400, {
      UploadId,
      PartNumber: String(part.partNumber),
      ETag: part.etag.replaceAll('"', ""),
    }),
  partWithoutChecksum: (algorithm: string, part: number) =>
    invalidRequest(
      `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part} in the request.`,
    ),
  invalidPartOrder: (UploadId: string) =>
    new S3Error("InvalidPartOrder", text.invalidPartOrder, 400, { UploadId }),
  entityTooSmall: ({ size, partNumber, etag }: SmallPart) =>
    new S3Error("EntityTooSmall", text.entityTooSmall, 400, {
      ProposedSize: String(size),
      MinSizeAllowed: "5242880",
      PartNumber: String(partNumber),
      ETag: etag.replaceAll('"', ""),
    }),
  copyOfArchived: (Key: string) =>
    new S3Error("ObjectNotInActiveTierError", text.archivedSource, 403, { Key }),
  methodNotAllowed: (Method: string, ResourceType: string) =>
    new S3Error("MethodNotAllowed", text.methodNotAllowed, 405, { Method, ResourceType }),
  accessDenied: () => new AwsError("AccessDenied", "Access Denied", 403),
  invalidBucketOwner: () =>
    new AwsError(
      "InvalidBucketOwnerAWSAccountID",
      "The value of the expected bucket owner parameter must be an AWS account ID",
    ),
  internalError: () =>
    new AwsError("InternalError", "We encountered an internal error. Please try again.", 500),
  /** `member`: "SSEKMSKeyId is not emulated". @default the operation is not */
  notEmulated: (operation: string, member?: string) => {
    const what = member === undefined ? `${operation} is not emulated` : `${operation}: ${member}`;
    return new AwsError("NotImplemented", `s3:${what}. docs/aws-coverage.md lists what is.`, 501);
  },
};
