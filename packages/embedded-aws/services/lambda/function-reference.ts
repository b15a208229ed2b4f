import { AwsError } from "../../host/gateway/aws-error.ts";

/** The parts of `name`, `name:3`, `…:function:name` or `…:function:name:$LATEST`. */
function partsOf(reference: string): readonly string[] {
  return reference.replace(/^.*(?:^|:)function:/, "").split(":");
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
