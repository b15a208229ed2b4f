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

export type S3Operation = (request: S3Request) => GatewayResponse;

/** Reads `/<bucket>/<key>`. Throws InvalidArgument for an invalid encoding, KeyTooLongError above 1,024 bytes. */
export function address(path: string): { readonly bucket: string; readonly key: string } {
  const slash = path.indexOf("/", 1);
  const bucket = decode(slash < 0 ? path.slice(1) : path.slice(1, slash));
  const key = slash < 0 ? "" : decode(path.slice(slash + 1));
  if (Buffer.byteLength(key) > 1024) throw s3Errors.keyTooLong();
  return { bucket, key };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw s3Errors.invalidArgument(`the path is not well encoded: ${text}`);
  }
}

export const bucketArn = (bucket: string) => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`;

/** A parameter of the query; empty if it is missing, as S3 treats both alike. */
export function parameter(query: URLSearchParams, name: string): string {
  const [value = ""] = query.getAll(name);
  return value;
}

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

export function xmlAnswer(
  root: string,
  value: { readonly [element: string]: XmlValue },
  headers: Readonly<Record<string, string>> = {},
): GatewayResponse {
  return {
    status: 200,
    headers: { "content-type": "application/xml", ...headers },
    body: xmlDocument(root, value, namespace),
  };
}
