import { hash } from "node:crypto";
import { join } from "node:path";
import { toAwsError } from "../../host/gateway/aws-error.ts";
import { s3Error } from "../../host/gateway/protocols/s3-error.ts";
import type { GatewayRequest, GatewayResponse, Service } from "../../host/gateway/service.ts";
import { MultipartUploads } from "./multipart-uploads.ts";
import { ObjectStore } from "./object-store.ts";
import { bucketOperations, deleteBucket } from "./operations/buckets.ts";
import { deleteOperations } from "./operations/delete-object.ts";
import { getOperations } from "./operations/get-object.ts";
import { listOperations } from "./operations/list-objects.ts";
import { multipartOperations } from "./operations/multipart.ts";
import { putOperations } from "./operations/put-object.ts";
import { operationOf } from "./route.ts";
import { checkBucketName, s3Errors } from "./s3-errors.ts";
import { address, type S3Operation } from "./s3-request.ts";

export interface S3 {
  readonly service: Service;
  /** Throws InvalidBucketName or BucketAlreadyOwnedByYou. */
  createBucket(name: string): Promise<void>;
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
  ...putOperations,
  ...deleteOperations,
  ...multipartOperations,
};

/** S3 over the files in `dir`, with the objects of earlier runs. docs/decisions/own-s3.md says why it is not a library. */
export async function startS3(options: { readonly dir: string }): Promise<S3> {
  const store = new ObjectStore(options.dir);
  const uploads = new MultipartUploads(join(options.dir, ".uploads"));
  return {
    service: { signingName: "s3", handle: async (request) => handle(request, store, uploads) },
    async createBucket(name) {
      checkBucketName(name);
      if (store.hasBucket(name)) throw s3Errors.bucketExists(name);
      store.createBucket(name);
    },
    hasBucket: (name) => store.hasBucket(name),
    hasObject: (bucket, key) => store.hasBucket(bucket) && store.bucket(bucket).get(key) !== undefined,
    async putObject(bucket, key, body, contentType = "binary/octet-stream") {
      const bytes = Buffer.from(body);
      const headers = { "content-type": contentType };
      store.put(bucket, { key, size: bytes.length, etag: `"${hash("md5", bytes)}"`, headers }, bytes);
    },
    async deleteObject(bucket, key) {
      store.delete(bucket, key);
    },
    async deleteBucket(name, { force = false } = {}) {
      if (force) for (const key of [...store.bucket(name).keys]) store.delete(name, key);
      deleteBucket(name, store, uploads);
    },
    async stop() {
      store.close();
    },
  };
}

function handle(request: GatewayRequest, store: ObjectStore, uploads: MultipartUploads): GatewayResponse {
  let name = request.method;
  try {
    const { bucket, key } = address(request.path);
    name = operationOf({ ...request, bucket, key });
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation === undefined) throw s3Errors.notImplemented(name);
    return operation({ ...request, bucket, key, store, uploads });
  } catch (cause) {
    return s3Error(toAwsError(cause, name), request);
  }
}
