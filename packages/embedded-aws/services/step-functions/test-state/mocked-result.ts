import type { Json, JsonObject } from "@batchline/asl";
import { isObject } from "@batchline/asl";
import type { ServiceResource } from "../integrations/resource.ts";
import { sdkOperation } from "../integrations/sdk/services.ts";
import type { Shape } from "../integrations/sdk/shape.ts";

/** STRICT also wants the required fields. */
type Mode = "STRICT" | "PRESENT";

/**
 * Why a mock cannot be an answer of the operation, in AWS's words; undefined if it can. Fields that the operation does not have
 * are not checked, nor is the payload of a function.
 */
export function checkMockedResult(
  result: JsonObject,
  { service, action, kind }: ServiceResource,
  mode: Mode,
): string | undefined {
  const output = sdkOperation(service, action)?.output;
  if (output === undefined) return undefined;
  const { Payload: _payload, ...rest } = result;
  const isInvoke = kind === "optimised" && action === "invoke";
  return problemIn(isInvoke ? rest : result, output, mode, "");
}

function problemIn(value: Json, shape: Shape, mode: Mode, field: string): string | undefined {
  const wrong = (type: string) => `Field '${field}' must be ${type}`;
  switch (shape.kind) {
    case "string":
    case "blob":
    case "timestamp":
      return typeof value === "string" ? undefined : wrong("a string");
    case "number":
      return typeof value === "number" ? undefined : wrong("a number");
    case "boolean":
      return typeof value === "boolean" ? undefined : wrong("a boolean");
    case "list":
      if (!Array.isArray(value)) return wrong("an array");
      return first(value.map((item: Json) => problemIn(item, shape.of(), mode, field)));
    case "map":
      if (!isObject(value)) return wrong("an object");
      return first(Object.entries(value).map(([key, item]) => problemIn(item, shape.of(), mode, key)));
    case "structure": {
      if (!isObject(value)) return wrong("an object");
      const missing = shape.required.find((name) => !Object.hasOwn(value, name));
      if (mode === "STRICT" && missing !== undefined) return `Required field '${missing}' is missing`;
      const members = [...shape.members].filter(([name]) => Object.hasOwn(value, name));
      return first(
        members.map(([name, member]) => problemIn(value[name] ?? null, member.shape(), mode, name)),
      );
    }
    default:
      return undefined;
  }
}

function first(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}
