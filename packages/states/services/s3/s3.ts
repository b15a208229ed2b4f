import type { Block } from "../../authoring/block.ts";
import { type TaskOptions, task } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import type { AnyValue, Expr, Value } from "../../expression/types.ts";
import type { Call } from "../parameters.ts";
import { passingFaults } from "../transient-errors.ts";
import { objectArn } from "./s3-arn.ts";

/** Of GetObject's request, in the spelling of Step Functions. */
export interface GetObjectArguments {
  readonly Bucket: Value<string>;
  readonly Key: Value<string>;
  /** Part of it only, for example `bytes=0-1023`: what a state gives is at most 256 KiB. */
  readonly Range?: Value<string>;
  readonly VersionId?: Value<string>;
}

export interface GotObject {
  /** The content as UTF-8 text: see `parse`. */
  readonly Body: string;
  readonly ETag: string;
  /** Bytes. */
  readonly ContentLength: number;
  readonly ContentType?: string;
  /** ISO 8601. */
  readonly LastModified: string;
}

/** Of PutObject's request, in the spelling of Step Functions. */
export interface PutObjectArguments {
  readonly Bucket: Value<string>;
  readonly Key: Value<string>;
  /** Text is written as it is, everything else as JSON. */
  readonly Body: AnyValue;
  readonly ContentType?: Value<string>;
  readonly CacheControl?: Value<string>;
  /** `*` refuses to write over an object. */
  readonly IfNoneMatch?: "*";
  readonly Metadata?: Readonly<Record<string, Value<string>>>;
}

const resourceOf = (action: string) => `arn:aws:states:::aws-sdk:s3:${action}`;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html; of the parameters that go further nothing is checked. */
export const s3Calls: Readonly<Record<string, Call>> = {
  [resourceOf("getObject")]: { required: ["Bucket", "Key"], parameters: true },
  [resourceOf("putObject")]: { required: ["Bucket", "Key"], parameters: true },
};

/** Amazon S3. */
export class S3 {
  readonly #block: Block;

  constructor(block: Block) {
    this.#block = block;
  }

  /** Reads an object. */
  getObject(name: string, object: GetObjectArguments, options?: TaskOptions): Expr<GotObject> {
    return this.#call(name, "getObject", "s3:GetObject", object, options);
  }

  /** Writes an object. */
  putObject(
    name: string,
    object: PutObjectArguments,
    options?: TaskOptions,
  ): Expr<{ readonly ETag: string }> {
    return this.#call(name, "putObject", "s3:PutObject", object, options);
  }

  #call<R>(
    name: string,
    operation: string,
    action: string,
    object: GetObjectArguments | PutObjectArguments,
    options?: TaskOptions,
  ): Expr<R> {
    return task(this.#block, name, {
      retry: passingFaults("S3.SdkClientException"),
      ...options,
      resource: resourceOf(operation),
      arguments: toNode(object),
      permissions: [{ actions: [action], resources: [{ arn: objectArn(object.Bucket, object.Key) }] }],
    });
  }
}
