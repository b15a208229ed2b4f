import { restMembers } from "../../host/gateway/protocols/rest-members.ts";
import { notEmulated } from "../../models/coverage.ts";
import { locationsOf } from "../../models/locations.ts";
import { serviceModel } from "../../models/model.ts";
import { violations } from "../../models/violations.ts";
import { coverage } from "./coverage.ts";
import { s3Errors } from "./s3-errors.ts";
import type { S3Request } from "./s3-request.ts";

/** Members whose operations refuse a wrong value with an error of its own. */
const checkedByOperations = new Set([
  ...["ACL", "ServerSideEncryption", "StorageClass", "EncodingType", "ObjectAttributes", "PartNumber"],
  ...["ChecksumAlgorithm", "ChecksumType", "MetadataDirective", "TaggingDirective", "BucketNamespace"],
  ...[
    "MaxKeys",
    "MaxParts",
    "MaxUploads",
    "MaxBuckets",
    "PartNumberMarker",
    "MpuObjectSize",
    "WriteOffsetBytes",
  ],
]);

/**
 * Checks the headers and the query by AWS's model: a number must be one, a word one of those that S3 knows. Throws InvalidArgument,
 * and NotImplemented for a member that is not emulated.
 */
export function checkByModel(request: Pick<S3Request, "headers" | "query">, operation: string): void {
  const input = restMembers("s3", operation, request);
  const model = serviceModel("s3");
  const wrong = new Set<string>();
  for (const { path, shape, value, kind } of violations(model, operation, input)) {
    const [step] = path;
    if (step === undefined || !("member" in step) || !Object.hasOwn(input, step.member)) continue;
    wrong.add(step.member);
    const numeric = kind === "type" && (shape.t === "integer" || shape.t === "long");
    if (checkedByOperations.has(step.member) || !(numeric || shape.enum !== undefined)) continue;
    const name = wireName(operation, step.member);
    const message = numeric
      ? `Provided ${name} not an integer or within integer range`
      : `The value of ${name} is not valid`;
    throw s3Errors.invalidArgument(message, name, String(value));
  }
  const known = Object.fromEntries(Object.entries(input).filter(([member]) => !wrong.has(member)));
  const [first] = notEmulated(coverage[operation] ?? {}, known);
  if (first !== undefined) throw s3Errors.notEmulated(operation, first);
}

/** The header or the parameter of the query that has a member. */
function wireName(operation: string, member: string): string {
  const { headers = {}, query = {} } = locationsOf("s3", operation);
  return Object.entries({ ...headers, ...query }).find(([, name]) => name === member)?.[0] ?? member;
}
