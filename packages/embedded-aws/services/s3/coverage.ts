import type { Coverage, OperationCoverage } from "../../models/coverage.ts";

const customerKey = ["SSECustomerAlgorithm", "SSECustomerKey", "SSECustomerKeyMD5"];
const customerKeyOfSource = customerKey.map((member) => `CopySource${member}`);
const managedKey = ["SSEKMSKeyId", "SSEKMSEncryptionContext", "BucketKeyEnabled"];
/** Checksums that S3 took up in 2026. */
const newChecksums = ["SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"].map((name) => `Checksum${name}`);

const payer = { RequestPayer: "the account pays for its own requests" };
const noVersions = {
  MFA: "only buckets with versions can ask for it",
  BypassGovernanceRetention: "no bucket has an object lock",
};
const noRestores = { OptionalObjectAttributes: "no object is being restored" };

const read: OperationCoverage = { refused: customerKey, ignored: payer };
const list: OperationCoverage = { ignored: { ...payer, ...noRestores } };
const tagged: OperationCoverage = { ignored: payer };

/** What S3 here does with the members of AWS's model. */
export const coverage: Coverage = {
  CreateBucket: {
    refused: [
      ...["CreateBucketConfiguration.Location", "CreateBucketConfiguration.Bucket"],
      "ObjectLockEnabledForBucket",
    ],
    only: { ObjectOwnership: ["BucketOwnerEnforced"] },
  },
  HeadBucket: {},
  DeleteBucket: {},
  ListBuckets: {},
  GetBucketLocation: {},
  GetBucketVersioning: {},
  GetBucketTagging: {},
  PutBucketTagging: {},
  DeleteBucketTagging: {},
  PutObject: {
    refused: [...customerKey, ...managedKey, ...newChecksums],
    only: { ServerSideEncryption: ["AES256"] },
    ignored: payer,
  },
  GetObject: read,
  HeadObject: read,
  GetObjectAttributes: read,
  CopyObject: {
    refused: [...customerKey, ...customerKeyOfSource, ...managedKey, "AnnotationDirective"],
    only: { ServerSideEncryption: ["AES256"] },
    ignored: payer,
  },
  DeleteObject: { ignored: { ...payer, ...noVersions } },
  DeleteObjects: { ignored: { ...payer, ...noVersions } },
  ListObjects: list,
  ListObjectsV2: list,
  ListObjectVersions: list,
  GetObjectTagging: tagged,
  PutObjectTagging: tagged,
  DeleteObjectTagging: {},
  CreateMultipartUpload: {
    refused: [...customerKey, ...managedKey],
    only: { ServerSideEncryption: ["AES256"] },
    ignored: payer,
  },
  UploadPart: { refused: [...customerKey, ...newChecksums], ignored: payer },
  UploadPartCopy: { refused: [...customerKey, ...customerKeyOfSource], ignored: payer },
  CompleteMultipartUpload: {
    refused: [
      ...[...customerKey, ...newChecksums],
      ...newChecksums.map((member) => `MultipartUpload.Parts[].${member}`),
    ],
    ignored: payer,
  },
  AbortMultipartUpload: { ignored: payer },
  ListParts: { refused: customerKey, ignored: payer },
  ListMultipartUploads: { ignored: payer },
};
