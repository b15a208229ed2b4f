import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { FileAsset, type PropertyValue, StringAsset } from "@batchline/pulumi-engine";
import { z } from "zod";
import { EmbeddedAwsError } from "../../error-codes.ts";
import { s3Arn } from "../../providers/arn.ts";
import { settingOf } from "../../providers/declared-only.ts";
import { readInputs } from "../../providers/inputs.ts";
import { resourcePolicy } from "../../providers/resource-policy.ts";
import type { ResourceType, ResourceTypes } from "../../providers/resource-type.ts";
import { unlessGone } from "../../providers/unless-gone.ts";
import { namespaces } from "./bucket-names.ts";
import type { S3 } from "./s3.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const naming = {
  maxLength: 63,
  pattern: /^[a-z0-9](?!.*\.\.)[a-z0-9.-]+[a-z0-9]$/,
  lowerCase: true,
  input: "bucket",
  prefixInput: "bucketPrefix",
};

const bucketInputs = z.object({
  bucket: z.string(),
  bucketNamespace: z.enum(namespaces).default("global"),
  forceDestroy: z.boolean().default(false),
});
const objectInputs = z.object({
  bucket: z.string(),
  key: z.string().optional(),
  content: z.string().optional(),
  contentBase64: z.string().optional(),
  contentType: z.string().optional(),
});

const bucket: ResourceType<S3> = {
  naming,
  inputs: bucketInputs,
  async create(resource, { region, service: s3 }) {
    const { bucket: name, bucketNamespace } = readInputs(bucketInputs, resource);
    await s3?.createBucket(name, bucketNamespace);
    return { id: name, outputs: { ...describeBucket(name, region), bucketNamespace } };
  },
  update(resource, { id }, { region }) {
    const { bucketNamespace } = readInputs(bucketInputs, resource);
    return { id, outputs: { ...describeBucket(id, region), bucketNamespace } };
  },
  delete({ id, inputs }, { service: s3 }) {
    return unlessGone(["NoSuchBucket"], () => s3?.deleteBucket(id, { force: inputs.forceDestroy === true }));
  },
  exists: ({ id }, { service: s3 }) => s3?.hasBucket(id),
  // Its files are the bucket.
  restore() {},
};

function describeBucket(name: string, region: string) {
  return {
    arn: s3Arn(name),
    bucket: name,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    bucketRegion: region,
    region,
  };
}

const putObject: ResourceType<S3>["create"] = async (resource, { root, service: s3 }) => {
  const inputs = readInputs(objectInputs, resource);
  const key = inputs.key ?? resource.name;
  const decoded =
    inputs.contentBase64 === undefined ? undefined : Buffer.from(inputs.contentBase64, "base64");
  const body = inputs.content ?? decoded ?? (await sourceOf(resource.inputs.source, root));
  await s3?.putObject(inputs.bucket, key, body, inputs.contentType);
  return {
    id: `${inputs.bucket}/${key}`,
    outputs: {
      arn: s3Arn(`${inputs.bucket}/${key}`),
      key,
      contentType: inputs.contentType ?? "application/octet-stream",
      etag: createHash("md5").update(body).digest("hex"),
    },
  };
};

const object: ResourceType<S3> = {
  inputs: objectInputs,
  create: putObject,
  update: (resource, _, context) => putObject(resource, context),
  delete({ inputs, outputs }, { service: s3 }) {
    const { bucket } = readInputs(objectInputs, { inputs });
    return unlessGone(["NoSuchBucket"], () => s3?.deleteObject(bucket, String(outputs.key)));
  },
  exists: ({ inputs, outputs }, { service: s3 }) => s3?.hasObject(String(inputs.bucket), String(outputs.key)),
  // It is a file, and a newer object may have its key.
  restore() {},
};

/** Types that are declared only, because nothing enforces them: `aws:s3/bucketVersioning:BucketVersioning`, … */
const settings = `Versioning VersioningV2 ServerSideEncryptionConfiguration ServerSideEncryptionConfigurationV2
  PublicAccessBlock OwnershipControls LifecycleConfiguration LifecycleConfigurationV2 CorsConfiguration Logging`;

export const resources: ResourceTypes<S3> = {
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketV2:BucketV2": bucket,
  "aws:s3/bucketPolicy:BucketPolicy": resourcePolicy("bucket", s3Arn),
  "aws:s3/bucketObject:BucketObject": object,
  "aws:s3/bucketObjectv2:BucketObjectv2": object,
  ...Object.fromEntries(
    settings.split(/\s+/).map((name) => [`aws:s3/bucket${name}:Bucket${name}`, settingOf("bucket")]),
  ),
};

async function sourceOf(source: PropertyValue | undefined, root: string): Promise<string | Uint8Array> {
  if (source === undefined) return "";
  if (source instanceof StringAsset) return source.text;
  if (source instanceof FileAsset) return readFile(resolve(root, source.path));
  throw new EmbeddedAwsError("BL-A004", "source: the embedded AWS accepts a StringAsset or a FileAsset");
}
