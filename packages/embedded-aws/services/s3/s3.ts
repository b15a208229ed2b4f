import { rmSync } from "node:fs";
import { join } from "node:path";
import { inTurns } from "@batchline/clock";
import { toAwsError } from "../../host/gateway/aws-error.ts";
import { hostId, s3Error } from "../../host/gateway/protocols/s3-error.ts";
import type { GatewayRequest, GatewayResponse, Service } from "../../host/gateway/service.ts";
import { accountId, defaultRegion } from "../../host/identity/principal.ts";
import type { ContextValues } from "../../host/identity/request-context.ts";
import { ResourcePolicies } from "../../host/identity/resource-policies.ts";
import { type BucketNames, type BucketNamespace, createBucket } from "./bucket-names.ts";
import { defaultAlgorithm } from "./checksums/checksum.ts";
import { existingTagKeys, requestKeys } from "./condition-keys.ts";
import { contentOf } from "./content/content.ts";
import { checkByModel } from "./model-check.ts";
import { MultipartUploads } from "./multipart-uploads.ts";
import { ObjectStore } from "./object-store.ts";
import { bucketOperations, deleteBucket } from "./operations/buckets.ts";
import { copyOperations } from "./operations/copy-object.ts";
import { deleteOperations } from "./operations/delete-object.ts";
import { getOperations } from "./operations/get-object.ts";
import { listOperations } from "./operations/list-objects.ts";
import { uploadListOperations } from "./operations/list-uploads.ts";
import { multipartOperations } from "./operations/multipart.ts";
import { attributesOperations } from "./operations/object-attributes.ts";
import { partOperations } from "./operations/parts.ts";
import { putOperations } from "./operations/put-object.ts";
import { taggingOperations } from "./operations/tagging.ts";
import { requestLines } from "./request-lines.ts";
import { operationOf } from "./route.ts";
import { s3Errors } from "./s3-errors.ts";
import { address, bucketArn, type S3Operation, type S3Request } from "./s3-request.ts";
import { uploadedTo } from "./uploaded-to.ts";

export interface S3 {
  readonly service: Service;
  /** Of the buckets. */
  readonly policies: ResourcePolicies;
  /** Throws what CreateBucket answers. @param namespace default "global" */
  createBucket(name: string, namespace?: BucketNamespace): Promise<void>;
  hasBucket(name: string): boolean;
  hasObject(bucket: string, key: string): boolean;
  /** Stores an object, replacing what the key had. Throws NoSuchBucket. */
  putObject(bucket: string, key: string, body: string | Uint8Array, contentType?: string): Promise<void>;
  /** Deletes an object if it exists. Throws NoSuchBucket. */
  deleteObject(bucket: string, key: string): Promise<void>;
  /** Deletes a bucket, with `force` after its objects. Throws NoSuchBucket or BucketNotEmpty. */
  deleteBucket(name: string, options?: { readonly force?: boolean }): Promise<void>;
  stop(): Promise<void>;
}

const operations: Readonly<Record<string, S3Operation>> = {
  ...bucketOperations,
  ...listOperations,
  ...getOperations,
  ...attributesOperations,
  ...putOperations,
  ...copyOperations,
  ...deleteOperations,
  ...multipartOperations,
  ...partOperations,
  ...uploadListOperations,
  ...taggingOperations,
};

interface S3Options extends Partial<BucketNames> {
  readonly dir: string;
  /** @default no bucket has a policy */
  readonly policies?: ResourcePolicies;
}

/** S3 over the files in `dir`, with the objects of earlier runs. docs/decisions/own-s3.md says why it is not a library. */
export async function startS3({
  dir,
  region = defaultRegion,
  isOthers = () => false,
  policies = new ResourcePolicies(),
}: S3Options): Promise<S3> {
  const store = new ObjectStore(dir);
  rmSync(join(dir, ".incoming"), { recursive: true, force: true });
  const uploads = new MultipartUploads(join(dir, ".uploads"));
  const names = { region, isOthers };
  return {
    policies,
    service: {
      signingName: "s3",
      operationOf: (request) => operationOf({ ...request, ...address(request.path) }),
      maxBodyBytes,
      uploads: uploadedTo(join(dir, ".incoming"), uploads),
      handle: async (request) => handle(request, { store, uploads, names }, policies),
    },
    async createBucket(name, namespace = "global") {
      createBucket(store, name, namespace, names);
    },
    hasBucket: (name) => store.hasBucket(name),
    hasObject: (bucket, key) => store.hasBucket(bucket) && store.bucket(bucket).get(key) !== undefined,
    async putObject(bucket, key, body, contentType = "binary/octet-stream") {
      store.bucket(bucket);
      const content = await contentOf(Buffer.from(body), [defaultAlgorithm]);
      const { size, md5, checksums } = content;
      const value = String(checksums[defaultAlgorithm]);
      const checksum = { algorithm: defaultAlgorithm, value, type: "FULL_OBJECT" } as const;
      const headers = { "content-type": contentType };
      store.put(bucket, { key, size, etag: `"${md5}"`, headers, checksum }, content);
    },
    async deleteObject(bucket, key) {
      store.delete(bucket, key);
    },
    async deleteBucket(name, { force = false } = {}) {
      const keys = force ? [...store.bucket(name).keys] : [];
      for await (const key of inTurns(keys)) store.delete(name, key);
      deleteBucket(name, store, uploads);
      policies.put(bucketArn(name), undefined);
    },
    async stop() {
      await uploads.close();
      store.close();
    },
  };
}

/** 10,000 parts with their checksums, or 1,000 keys to delete, in XML. */
const maxBodyBytes = 4 * 1024 ** 2;

async function handle(
  request: GatewayRequest,
  account: Pick<S3Request, "store" | "uploads" | "names">,
  policies: ResourcePolicies,
): Promise<GatewayResponse> {
  let name = request.method;
  try {
    const { bucket, key } = address(request.path);
    name = operationOf({ ...request, bucket, key });
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation === undefined) throw unknown(name);
    checkOwner(request.headers["x-amz-expected-bucket-owner"]);
    checkByModel(request, name);
    const answer = await operation({ ...withKeys(request, account.store), ...account, bucket, key });
    if (name === "DeleteBucket") policies.put(bucketArn(bucket), undefined);
    return { ...answer, headers: { ...answer.headers, "x-amz-id-2": hostId(request.requestId) } };
  } catch (cause) {
    return s3Error(toAwsError(cause, name), request);
  }
}

/** With S3's condition keys in each decision. */
function withKeys(request: GatewayRequest, store: ObjectStore): GatewayRequest {
  let ofRequest: ContextValues | undefined;
  const keys = (action: string, resource: string) => {
    ofRequest ??= requestKeys(request);
    return { ...ofRequest, ...existingTagKeys(action, resource, store) };
  };
  return {
    ...request,
    authorise: (action, resource, more) =>
      request.authorise(action, resource, { ...keys(action, resource), ...more }),
    refusal: (action, resource, more) =>
      request.refusal(action, resource, { ...keys(action, resource), ...more }),
  };
}

/** An operation that is not emulated, or a request that is none. */
function unknown(name: string): Error {
  if (Object.hasOwn(requestLines, name)) return s3Errors.notEmulated(name);
  const [, method = name, subresource = "Service"] = /^(\w+) [^?]*(?:\?(.+))?$/.exec(name) ?? [];
  return s3Errors.methodNotAllowed(method, subresource.toUpperCase());
}

/** All buckets are the account's own. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
function checkOwner(expected: string | undefined): void {
  if (expected === undefined || expected === accountId) return;
  if (/^\d{12}$/.test(expected)) throw s3Errors.accessDenied();
  throw s3Errors.invalidBucketOwner();
}
