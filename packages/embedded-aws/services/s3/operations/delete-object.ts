import { toAwsError } from "../../../host/gateway/aws-error.ts";
import { s3Code } from "../../../host/gateway/protocols/s3-error.ts";
import type { GatewayResponse } from "../../../host/gateway/service.ts";
import type { XmlValue } from "../../../host/gateway/xml.ts";
import { checkMatch } from "../preconditions.ts";
import { s3Errors } from "../s3-errors.ts";
import { objectArn, type S3Operation, type S3Request, xmlAnswer } from "../s3-request.ts";
import { childText, parseXml } from "../xml-request.ts";

export const deleteOperations: Readonly<Record<string, S3Operation>> = {
  DeleteObject: deleteOne,
  DeleteObjects: deleteMany,
};

/** DeleteObjects takes at most 1,000 keys. https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const maxKeys = 1000;

function deleteOne(request: S3Request): GatewayResponse {
  remove(request, request.key, request.headers["if-match"]);
  return { status: 204 };
}

function remove({ authorise, bucket, store }: S3Request, key: string, ifMatch: string | undefined): void {
  authorise("s3:DeleteObject", objectArn(bucket, key));
  if (ifMatch !== undefined) {
    authorise("s3:GetObject", objectArn(bucket, key));
    checkMatch(ifMatch, key, store.bucket(bucket).get(key));
  }
  store.delete(bucket, key);
}

function deleteMany(request: S3Request): GatewayResponse {
  request.store.bucket(request.bucket);
  const body = parseXml(request.body, "Delete");
  const objects = body.children.filter((child) => child.name === "Object");
  if (objects.length === 0 || objects.length > maxKeys)
    throw s3Errors.malformedXml(`between 1 and ${maxKeys} objects, not ${objects.length}`);
  const deleted: XmlValue[] = [];
  const failed: XmlValue[] = [];
  for (const object of objects) {
    const key = String(childText(object, "Key"));
    try {
      remove(request, key, childText(object, "ETag"));
      deleted.push({ Key: key });
    } catch (cause) {
      const error = toAwsError(cause, "DeleteObjects");
      failed.push({ Key: key, Code: s3Code(error), Message: error.message });
    }
  }
  const quiet = childText(body, "Quiet")?.trim().toLowerCase() === "true";
  return xmlAnswer("DeleteResult", { Deleted: quiet ? [] : deleted, Error: failed });
}
