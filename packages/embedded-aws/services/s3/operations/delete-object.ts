import { inTurns } from "@batchline/clock";
import { toAwsError } from "../../../host/gateway/aws-error.ts";
import { s3Code } from "../../../host/gateway/protocols/s3-error.ts";
import type { GatewayResponse } from "../../../host/gateway/service.ts";
import type { XmlValue } from "../../../host/gateway/xml.ts";
import { checkedBody } from "../content/checked-body.ts";
import { checkMatch } from "../preconditions.ts";
import { s3Errors } from "../s3-errors.ts";
import { objectArn, type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";
import { authoriseObject, nullVersion } from "../versions.ts";
import { childText, parseXml, type XmlNode } from "../xml-request.ts";

export const deleteOperations: Readonly<Record<string, S3Operation>> = {
  DeleteObject: deleteOne,
  DeleteObjects: deleteMany,
};

/** DeleteObjects takes at most 1,000 keys. https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const maxKeys = 1000;

/** Conditions that only directory buckets have. */
const otherConditions = ["x-amz-if-match-last-modified-time", "x-amz-if-match-size"];

function deleteOne(request: S3Request): GatewayResponse {
  const { key, headers } = request;
  authoriseObject(request, "DeleteObject");
  const unknown = otherConditions.find((name) => headers[name] !== undefined);
  if (unknown !== undefined) throw s3Errors.unknownHeader(unknown);
  remove(request, key, headers["if-match"]);
  return { status: 204 };
}

/** Throws PreconditionFailed or NoSuchKey if the ETag is not the object's. */
function remove({ authorise, bucket, store }: S3Request, key: string, ifMatch: string | undefined): void {
  if (ifMatch !== undefined) {
    authorise("s3:GetObject", objectArn(bucket, key));
    checkMatch(ifMatch, key, store.bucket(bucket).get(key));
  }
  store.delete(bucket, key);
}

async function deleteMany(request: S3Request): Promise<GatewayResponse> {
  request.store.bucket(request.bucket);
  const body = await parseXml(await checkedBody(request), "Delete");
  const objects = body.children.filter((child) => child.name === "Object");
  const keyed = objects.every((object) => childText(object, "Key"));
  if (objects.length === 0 || objects.length > maxKeys || !keyed) throw s3Errors.malformedXml();
  const deleted: XmlValue[] = [];
  const failed: XmlValue[] = [];
  for await (const object of inTurns(objects)) {
    const error = deleteListed(request, object);
    if (error === undefined) deleted.push(named(object));
    else failed.push({ ...named(object), Code: s3Code(error), Message: error.message });
  }
  const quiet = childText(body, "Quiet")?.trim().toLowerCase() === "true";
  return xmlAnswer("DeleteResult", { Deleted: quiet ? [] : deleted, Error: failed });
}

function named(object: XmlNode): { readonly [element: string]: XmlValue } {
  return { Key: childText(object, "Key"), VersionId: childText(object, "VersionId") };
}

/** Returns why the object was not deleted. */
function deleteListed(request: S3Request, object: XmlNode) {
  const key = String(childText(object, "Key"));
  const version = childText(object, "VersionId");
  try {
    const action = version === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
    request.authorise(action, objectArn(request.bucket, key));
    if (version !== undefined && version !== nullVersion) throw s3Errors.noSuchVersion(key, version);
    const condition = otherElements.find((name) => childText(object, name) !== undefined);
    if (condition !== undefined) throw s3Errors.unknownHeader(condition);
    remove(request, key, childText(object, "ETag"));
    return undefined;
  } catch (cause) {
    return toAwsError(cause, "DeleteObjects");
  }
}

const otherElements = ["LastModifiedTime", "Size"];
