import { objectArn } from "../../core/s3-arn.ts";
import type { TaskOptions } from "../../core/task.ts";
import type { AnyValue, Expr, Value } from "../../expression/types.ts";
import { Service } from "../service-base.ts";

interface GetObjectArguments {
  readonly Bucket: Value<string>;
  readonly Key: Value<string>;
  /** A part of the object, for example `bytes=0-1023`: a state's output is at most 256 KiB. @default the whole object */
  readonly Range?: Value<string>;
  /** @default the latest version */
  readonly VersionId?: Value<string>;
}

interface GotObject {
  /** The content as UTF-8 text: see `parse`. */
  readonly Body: string;
  readonly ETag: string;
  /** Bytes. */
  readonly ContentLength: number;
  readonly ContentType?: string;
  /** ISO 8601. */
  readonly LastModified: string;
}

interface PutObjectArguments {
  readonly Bucket: Value<string>;
  readonly Key: Value<string>;
  /** Text is written unchanged, any other value as JSON. */
  readonly Body: AnyValue;
  readonly ContentType?: Value<string>;
  readonly CacheControl?: Value<string>;
  /** `*` does not overwrite an object. */
  readonly IfNoneMatch?: "*";
  readonly Metadata?: Readonly<Record<string, Value<string>>>;
}

export class S3 extends Service {
  /** Reads an object.
   * @example parse<{ price: number }>(m.s3.getObject("Read", { Bucket: token("bucket"), Key: "price.json" }).Body) */
  getObject(name: string, object: GetObjectArguments, options?: TaskOptions): Expr<GotObject> {
    return this.#call(name, "getObject", "s3:GetObject", object, options);
  }

  /** Writes an object.
   * @example m.s3.putObject("Write", { Bucket: token("bucket"), Key: text`${m.input.id}.json`, Body: m.input }) */
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
    return this.call(name, options, {
      integration: `aws-sdk:s3:${operation}`,
      arguments: object,
      permissions: [{ actions: [action], resources: [{ arn: objectArn(object.Bucket, object.Key) }] }],
      transientErrors: ["S3.SdkClientException"],
    });
  }
}
