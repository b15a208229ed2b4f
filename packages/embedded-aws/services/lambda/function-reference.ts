import { AwsError } from "../../host/gateway/aws-error.ts";

/** What may be before a function's name. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
const place = /^(?:arn:[^:]*:lambda:)?(?:([a-z]+-[a-z-]+-\d):)?(?:(\d{12}):)?(?:function:)?/;

/** The parts of `name`, `name:3`, `…:function:name` or `…:function:name:$LATEST`. */
function partsOf(reference: string): readonly string[] {
  return reference.replace(place, "").split(":");
}

/** The region and account in an ARN or a partial ARN; undefined where it names none. */
export function placeIn(reference: string): { readonly region?: string; readonly account?: string } {
  const [, region, account] = place.exec(reference) ?? [];
  return { ...(region !== undefined && { region }), ...(account !== undefined && { account }) };
}

/** The function's name in a name, an ARN or a partial ARN. */
export function nameIn(reference: string): string {
  return partsOf(reference)[0] ?? "";
}

/** The version in a name or ARN; undefined if it names none. */
export function qualifierIn(reference: string): string | undefined {
  return partsOf(reference)[1];
}

/** A name or ARN with the qualifier of a request. Throws AwsError if it has another one. */
export function withQualifier(reference: string, qualifier: string | undefined): string {
  const own = qualifierIn(reference);
  if (qualifier === undefined || qualifier === own) return reference;
  if (own === undefined) return `${reference}:${qualifier}`;
  const message = "The derived qualifier from the function name does not match the specified qualifier.";
  throw new AwsError("InvalidParameterValueException", message);
}

/** Throws AwsError if the reference names a version or an alias. */
export function wholeFunction(reference: string): void {
  if (qualifierIn(reference) === undefined) return;
  const message =
    "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.";
  throw new AwsError("InvalidParameterValueException", message);
}
