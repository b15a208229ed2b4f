import type { Json, JsonObject } from "@batchline/asl";
import { isObject } from "@batchline/asl";
import { type Shape as ModelShape, serviceModel } from "../../../models/model.ts";
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
  const { shapes } = serviceModel(service.model);
  return new Check(shapes, mode).problemIn(isInvoke ? rest : result, output, "");
}

class Check {
  /** The models have the shapes of requests only. A result's field usually has the limits of the shape of its name. */
  readonly #shapes: Readonly<Record<string, ModelShape>>;
  readonly #mode: Mode;

  constructor(shapes: Readonly<Record<string, ModelShape>>, mode: Mode) {
    this.#shapes = shapes;
    this.#mode = mode;
  }

  problemIn(value: Json, shape: Shape, field: string): string | undefined {
    const wrong = (type: string) => `Field '${field}' must be ${type}`;
    switch (shape.kind) {
      case "string":
      case "blob":
      case "timestamp":
        return typeof value === "string" ? this.#limits(value, field) : wrong("a string");
      case "number":
        return typeof value === "number" ? this.#limits(value, field) : wrong("a number");
      case "boolean":
        return typeof value === "boolean" ? undefined : wrong("a boolean");
      case "list":
        if (!Array.isArray(value)) return wrong("an array");
        return first(value.map((item: Json) => this.problemIn(item, shape.of(), field)));
      case "map":
        if (!isObject(value)) return wrong("an object");
        return first(Object.entries(value).map(([key, item]) => this.problemIn(item, shape.of(), key)));
      case "structure": {
        if (!isObject(value)) return wrong("an object");
        const missing = shape.required.find((name) => !Object.hasOwn(value, name));
        if (this.#mode === "STRICT" && missing !== undefined) return `Required field '${missing}' is missing`;
        const members = [...shape.members].filter(([name]) => Object.hasOwn(value, name));
        return first(
          members.map(([name, member]) => this.problemIn(value[name] ?? null, member.shape(), name)),
        );
      }
      default:
        return undefined;
    }
  }

  #limits(value: string | number, field: string): string | undefined {
    const { min, max, enum: values } = this.#shapes[field] ?? {};
    const is = (what: string) => `Field '${field}' ${what}`;
    if (typeof value === "string" && values?.includes(value) === false) return is("is not an expected value");
    const size = typeof value === "string" ? value.length : value;
    const [less, more] =
      typeof value === "string"
        ? ["is smaller than the minimum length", "exceeds the maximum length"]
        : ["is less than the minimum value", "exceeds the maximum value"];
    if (min !== undefined && size < min) return is(less);
    return max !== undefined && size > max ? is(more) : undefined;
  }
}

function first(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}
