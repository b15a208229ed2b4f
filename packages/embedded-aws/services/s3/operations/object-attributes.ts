import type { GatewayResponse } from "../../../host/gateway/service.ts";
import type { XmlValue } from "../../../host/gateway/xml.ts";
import { checksumElements } from "../checksums/checksum.ts";
import { storageClassOf } from "../object-headers.ts";
import { s3Errors } from "../s3-errors.ts";
import { type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";
import type { StoredObject } from "../stored-object.ts";
import { authoriseObject } from "../versions.ts";
import { existingObject } from "./get-object.ts";

export const attributesOperations: Readonly<Record<string, S3Operation>> = {
  GetObjectAttributes: attributes,
};

const names = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"] as const;
const header = "x-amz-object-attributes";

function attributes(request: S3Request): GatewayResponse {
  authoriseObject(request, "GetObject");
  authoriseObject(request, "GetObject", "Attributes");
  const wanted = askedAttributes(request);
  const object = existingObject(request, request.bucket, request.key);
  const all: Readonly<Record<(typeof names)[number], XmlValue>> = {
    ETag: object.etag.replaceAll('"', ""),
    Checksum: object.checksum && checksumElements(object.checksum),
    ObjectParts: object.partSizes && parts(request, object, object.partSizes),
    StorageClass: storageClassOf(object),
    ObjectSize: object.size,
  };
  const chosen = Object.fromEntries(
    names.filter((name) => wanted.has(name)).map((name) => [name, all[name]]),
  );
  const headers = { "last-modified": new Date(object.lastModified).toUTCString() };
  return xmlAnswer("GetObjectAttributesResponse", chosen, headers);
}

function askedAttributes({ headers }: S3Request): ReadonlySet<string> {
  const { [header]: given = "" } = headers;
  if (given.trim() === "")
    throw s3Errors.invalidArgument(
      "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty",
      header,
    );
  const wanted = new Set(given.split(",").map((name) => name.trim()));
  const unknown = [...wanted].find((name) => !names.some((known) => known === name));
  if (unknown !== undefined)
    throw s3Errors.invalidArgument("Invalid attribute name specified.", header, unknown);
  return wanted;
}

/** The parts themselves are shown only if each has a checksum. */
function parts({ headers }: S3Request, object: StoredObject, sizes: readonly number[]): XmlValue {
  const { checksum, partChecksums } = object;
  if (checksum === undefined || partChecksums === undefined) return { PartsCount: sizes.length };
  const most = Math.min(numberIn(headers, "x-amz-max-parts", 1000), 1000);
  const marker = numberIn(headers, "x-amz-part-number-marker", 0);
  const all = sizes.map((Size, index) => {
    return { PartNumber: index + 1, Size, [`Checksum${checksum.algorithm}`]: partChecksums[index] };
  });
  const rest = all.slice(marker);
  const page = rest.slice(0, most);
  return {
    PartsCount: sizes.length,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.PartNumber ?? 0,
    MaxParts: most,
    IsTruncated: rest.length > page.length,
    Part: page,
  };
}

/** Throws InvalidArgument. */
function numberIn(headers: S3Request["headers"], name: string, otherwise: number): number {
  const { [name]: text } = headers;
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text))
    throw s3Errors.invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
  return Number(text);
}
