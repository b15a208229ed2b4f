import { InvalidDefinitionError } from "@batchline/asl";
import { AwsError } from "../../host/gateway/aws-error.ts";

/** A refused definition in the form of AWS. */
export function asAws<T>(act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throwAsAws(cause);
  }
}

/** Throws a refused definition in the form of AWS, and anything else as it is. */
export function throwAsAws(cause: unknown): never {
  if (!(cause instanceof InvalidDefinitionError)) throw cause;
  throw new AwsError("InvalidDefinition", cause.message, 400, { cause });
}
