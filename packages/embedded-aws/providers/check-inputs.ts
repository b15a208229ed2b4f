import {
  type CheckContext,
  type CheckedInputs,
  type PropertyMap,
  type PropertyValue,
  type Registration,
  Unknown,
  unknown,
} from "@batchline/pulumi-engine";
import type { ZodType } from "zod";
import { EmbeddedAwsError } from "../error-codes.ts";
import { checkName, nameInput } from "./naming.ts";
import type { ResourceType } from "./resource-type.ts";

/** The inputs with a generated name, and why they are invalid. Values that are not known yet pass. */
export function checkInputs(
  resource: Registration,
  { naming, inputs: schema }: ResourceType<unknown>,
  context: CheckContext,
): CheckedInputs {
  const { inputs, failures: nameFailures = [] } = naming
    ? checkName(resource, naming, context)
    : { inputs: resource.inputs };
  // A resource of an older state keeps its name, which its inputs do not have.
  const named = naming ? { [nameInput(naming)]: unknown, ...inputs } : inputs;
  const failures = [...nameFailures, ...(schema ? failuresOf(schema, named) : [])];
  return { inputs, ...(failures.length > 0 && { failures }) };
}

/** Throws the first failure. */
export function valid({ inputs, failures: [first] = [] }: CheckedInputs): PropertyMap {
  if (first === undefined) return inputs;
  throw new EmbeddedAwsError("BL-A004", `${first.property}: ${first.reason}`);
}

function failuresOf(schema: ZodType, inputs: PropertyMap): CheckedInputs["failures"] & {} {
  const issues = schema.safeParse(inputs).error?.issues ?? [];
  return issues
    .filter(({ path }) => !isUnknown(inputs, path))
    .map(({ path, message }) => ({ property: path.join(".") || "inputs", reason: message }));
}

/** Whether the value at a path, or one that it is in, is not known yet. */
function isUnknown(value: PropertyValue | undefined, [first, ...rest]: readonly PropertyKey[]): boolean {
  if (value instanceof Unknown) return true;
  if (first === undefined || typeof value !== "object" || value === null) return false;
  return isUnknown(Object.entries(value).find(([key]) => key === String(first))?.[1], rest);
}
