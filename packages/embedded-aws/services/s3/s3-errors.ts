import { AwsError } from "../../host/gateway/aws-error.ts";
import { S3Error } from "../../host/gateway/protocols/s3-error.ts";

/** S3's errors with their status. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const s3Errors = {
  noSuchBucket: (bucket: string) =>
    new S3Error("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName: bucket }),
  noSuchKey: (Key: string) => new S3Error("NoSuchKey", "The specified key does not exist.", 404, { Key }),
  noSuchUpload: () => new AwsError("NoSuchUpload", noSuchUpload, 404),
  preconditionFailed: (Condition: string) =>
    new S3Error("PreconditionFailed", preconditionFailed, 412, { Condition }),
  /** The key was written or deleted while its multipart upload ran. */
  conditionalRequestConflict: (Condition: string, Key: string) =>
    new S3Error("ConditionalRequestConflict", conflict, 409, { Condition, Key }),
  /** A condition that S3 does not take. */
  unknownCondition: (Header: string, additionalMessage: string) =>
    new S3Error("NotImplemented", impliesMore, 501, { Header, additionalMessage }),
  notModified: () => new AwsError("NotModified", "Not Modified", 304),
  invalidRange: () => new AwsError("InvalidRange", "The requested range is not satisfiable", 416),
  badDigest: (header: string) =>
    new AwsError("BadDigest", `The ${header} you specified did not match what we received.`),
  incompleteBody: (reason: string) => new AwsError("IncompleteBody", reason),
  invalidArgument: (message: string) => new AwsError("InvalidArgument", message),
  /** A header of the answer that HTTP cannot carry. */
  notLatin1: (ArgumentName: string, ArgumentValue: string) =>
    new S3Error("InvalidArgument", "Header value cannot be represented using ISO-8859-1.", 400, {
      ArgumentName,
      ArgumentValue,
    }),
  invalidBucketName: (bucket: string) =>
    new AwsError("InvalidBucketName", `The specified bucket is not valid: ${bucket}`),
  bucketIsYours: (bucket: string) =>
    new AwsError("BucketAlreadyOwnedByYou", `${bucketIsYours}: ${bucket}`, 409),
  bucketIsTaken: (bucket: string) => new AwsError("BucketAlreadyExists", `${bucketIsTaken}: ${bucket}`, 409),
  bucketNotEmpty: (bucket: string) =>
    new AwsError("BucketNotEmpty", `The bucket you tried to delete is not empty: ${bucket}`, 409),
  keyTooLong: () => new AwsError("KeyTooLongError", "Your key is too long: 1,024 bytes at most"),
  malformedXml: (reason: string) =>
    new AwsError("MalformedXML", `The XML you provided was not well-formed or not as expected: ${reason}`),
  invalidPart: (part: number) => new AwsError("InvalidPart", `Part ${part} ${invalidPart}`),
  invalidPartOrder: () =>
    new AwsError("InvalidPartOrder", "The list of parts was not in ascending order of part number."),
  entityTooSmall: (part: number) =>
    new AwsError("EntityTooSmall", `Part ${part} is smaller than 5 MiB, and only the last part may be.`),
  notImplemented: (operation: string) =>
    new AwsError("NotImplemented", `s3:${operation} ${notImplemented}`, 501),
};

const noSuchUpload =
  "The specified multipart upload does not exist. The upload ID might be invalid, or the multipart upload might have been aborted or completed.";
const notImplemented = "is not in the embedded AWS. docs/local.md lists what is.";
const invalidPart = "could not be found, or its entity tag or checksum does not match.";
const preconditionFailed = "At least one of the pre-conditions you specified did not hold";
const conflict =
  "The conditional request cannot succeed due to a conflicting operation against this resource.";
const impliesMore = "A header you provided implies functionality that is not implemented";
const bucketIsYours = "Your previous request to create the named bucket succeeded and you already own it";
const bucketIsTaken =
  "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again";
