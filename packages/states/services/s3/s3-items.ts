import { ItemSource } from "../../core/item-source.ts";
import { bucketArn, objectArn } from "../../core/s3-arn.ts";
import { toNode } from "../../expression/literal.ts";
import type { AnyValue, Value } from "../../expression/types.ts";

/** An object in the listing of a bucket. */
export interface S3Object {
  readonly Etag: string;
  readonly Key: string;
  /** Epoch seconds. */
  readonly LastModified: number;
  /** Bytes. */
  readonly Size: number;
  /** For example `STANDARD`. */
  readonly StorageClass: string;
}

/** A file in S3. */
export interface S3File {
  /** The bucket's name. */
  readonly bucket: Value<string>;
  readonly key: Value<string>;
  /** The maximum number of items to read, up to 100,000,000. @default all */
  readonly maxItems?: Value<number>;
}

export interface CsvFile<H extends string = string> extends S3File {
  /** The names of the columns, when the file has no header line. @default its first line */
  readonly headers?: readonly H[];
  /** @default "COMMA" */
  readonly delimiter?: "COMMA" | "PIPE" | "SEMICOLON" | "SPACE" | "TAB";
}

export interface S3Prefix extends Pick<S3File, "bucket" | "maxItems"> {
  /** The start of the objects' keys. @default all objects of the bucket */
  readonly prefix?: Value<string>;
}

const read = (action: "getObject" | "listObjectsV2") => `arn:aws:states:::s3:${action}`;

/** The objects of a bucket. Iterations get their entries in the listing, not their content.
 * @example m.distributedMap("Each", s3Objects({ bucket: token("bucket"), prefix: "in/" }), (each, { Key }) => …) */
export function s3Objects({ bucket, prefix, maxItems }: S3Prefix): ItemSource<S3Object> {
  return new ItemSource({
    reader: {
      resource: read("listObjectsV2"),
      arguments: toNode({ Bucket: bucket, ...(prefix !== undefined && { Prefix: prefix }) }),
      config: toNode(maxItems === undefined ? {} : { MaxItems: maxItems }),
    },
    permissions: [{ actions: ["s3:ListBucket"], resources: [{ arn: bucketArn(bucket) }] }],
  });
}

/** The rows of a CSV file in UTF-8. Each is an object of column → text.
 * @example csvRows<"sku" | "price">({ bucket: token("bucket"), key: "catalog.csv" }) */
export function csvRows<const H extends string = string>(
  file: CsvFile<H>,
): ItemSource<Readonly<Record<H, string>>> {
  const { headers, delimiter } = file;
  return contentOf(file, {
    InputType: "CSV",
    CSVHeaderLocation: headers === undefined ? "FIRST_ROW" : "GIVEN",
    ...(headers !== undefined && { CSVHeaders: headers }),
    ...(delimiter !== undefined && { CSVDelimiter: delimiter }),
  });
}

/** The elements of an array in a JSON file. Their type `E` is not checked.
 * @param pointer The array's JSON pointer, for example `/orders`. @default the whole file
 * @example jsonItems<{ id: string }>({ bucket: token("bucket"), key: "day.json", pointer: "/orders" }) */
export function jsonItems<E>({ pointer, ...file }: S3File & { readonly pointer?: string }): ItemSource<E> {
  return contentOf(file, { InputType: "JSON", ...(pointer !== undefined && { ItemsPointer: pointer }) });
}

/** The lines of a file with one JSON value per line. Their type `E` is not checked. @example jsonLines<Order>({ bucket, key }) */
export const jsonLines = <E>(file: S3File): ItemSource<E> => contentOf(file, { InputType: "JSONL" });

function contentOf<E>(
  { bucket, key, maxItems }: S3File,
  config: Readonly<Record<string, AnyValue>>,
): ItemSource<E> {
  return new ItemSource<E>({
    reader: {
      resource: read("getObject"),
      arguments: toNode({ Bucket: bucket, Key: key }),
      config: toNode({ ...config, ...(maxItems !== undefined && { MaxItems: maxItems }) }),
    },
    permissions: [{ actions: ["s3:GetObject"], resources: [{ arn: objectArn(bucket, key) }] }],
  });
}
