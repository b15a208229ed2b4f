import { AwsError } from "../../host/gateway/aws-error.ts";

/** S3's errors with their status. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const s3Errors = {
  noSuchBucket: (bucket: string) =>
    new AwsError("NoSuchBucket", `The specified bucket does not exist: ${bucket}`, 404),
  noSuchKey: (key: string) => new AwsError("NoSuchKey", `The specified key does not exist: ${key}`, 404),
  noSuchUpload: () => new AwsError("NoSuchUpload", noSuchUpload, 404),
  preconditionFailed: (condition: string) =>
    new AwsError("PreconditionFailed", `${preconditionFailed}: ${condition}`, 412),
  notModified: () => new AwsError("NotModified", "Not Modified", 304),
  invalidRange: () => new AwsError("InvalidRange", "The requested range is not satisfiable", 416),
  badDigest: (header: string) =>
    new AwsError("BadDigest", `The ${header} you specified did not match what we received.`),
  incompleteBody: (reason: string) => new AwsError("IncompleteBody", reason),
  invalidArgument: (message: string) => new AwsError("InvalidArgument", message),
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
const bucketIsYours = "Your previous request to create the named bucket succeeded and you already own it";
const bucketIsTaken =
  "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again";
