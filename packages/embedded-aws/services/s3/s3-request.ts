import type { GatewayRequest, GatewayResponse } from "../../host/gateway/service.ts";
import { type XmlValue, xmlDocument } from "../../host/gateway/xml.ts";
import type { BucketNames } from "./bucket-names.ts";
import type { MultipartUploads } from "./multipart-uploads.ts";
import type { ObjectStore } from "./object-store.ts";
import { s3Errors } from "./s3-errors.ts";

export interface S3Request extends GatewayRequest {
  readonly bucket: string;
  readonly key: string;
  readonly store: ObjectStore;
  readonly uploads: MultipartUploads;
  readonly names: BucketNames;
}

export type S3Operation = (request: S3Request) => GatewayResponse | Promise<GatewayResponse>;

/** Bytes of UTF-8. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const maxKeyBytes = 1024;

/** Reads `/<bucket>/<key>`. Throws InvalidURI for an invalid encoding, KeyTooLongError above 1,024 bytes. */
export function address(path: string): { readonly bucket: string; readonly key: string } {
  const slash = path.indexOf("/", 1);
  const bucket = decode(slash < 0 ? path.slice(1) : path.slice(1, slash));
  const key = slash < 0 ? "" : decode(path.slice(slash + 1));
  const size = Buffer.byteLength(key);
  if (size > maxKeyBytes) throw s3Errors.keyTooLong(size);
  return { bucket, key };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw s3Errors.invalidUri();
  }
}

export const bucketArn = (bucket: string) => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`;

/** A parameter of the query; empty if it is missing, as S3 treats both alike. */
export function parameter(query: URLSearchParams, name: string): string {
  const [value = ""] = query.getAll(name);
  return value;
}

/**
 * A number of the query, at most `most` if S3 cuts it. Throws InvalidArgument.
 * @default most
 */
export function count(query: URLSearchParams, name: string, most = 1000): number {
  const text = parameter(query, name);
  if (text === "") return most;
  if (!/^-?\d{1,10}$/.test(text) || Number(text) > 2 ** 31 - 1)
    throw s3Errors.invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
  if (Number(text) < 0)
    throw s3Errors.invalidArgument(
      `Argument ${name} must be an integer between 0 and 2147483647`,
      name,
      text,
    );
  return Math.min(Number(text), most);
}

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

export function xmlAnswer(
  root: string,
  value: { readonly [element: string]: XmlValue } | string,
  headers: Readonly<Record<string, string>> = {},
): GatewayResponse {
  return {
    status: 200,
    headers: { "content-type": "application/xml", ...headers },
    body: xmlDocument(root, value, namespace),
  };
}
