import { expressionIn, isObject, type Json } from "@batchline/asl";
import {
  inputShape,
  type Kind,
  type ServiceModel,
  type Shape,
  serviceModel,
  shapeOf,
} from "../../../models/model.ts";
import type { Step, Violation } from "../../../models/violation.ts";
import { unknownValue, violations } from "../../../models/violations.ts";
import { pascalCase } from "./sdk/shape.ts";
import type { ServiceCalls } from "./service-calls.ts";

export interface SdkAction {
  readonly service: ServiceCalls;
  /** In camelCase. */
  readonly action: string;
  /** Optimised integrations have error names, times and metadata of their own, and take texts as they are. */
  readonly optimised: boolean;
}

/** The kinds of values as Step Functions names them. */
const kinds: Readonly<Record<Kind, string>> = {
  string: "a STRING",
  blob: "a STRING",
  boolean: "a BOOLEAN",
  timestamp: "a TIMESTAMP",
  integer: "an INTEGER",
  long: "a LONG",
  float: "a FLOAT",
  double: "a DOUBLE",
  list: "an ARRAY",
  map: "an OBJECT",
  structure: "an OBJECT",
};

/**
 * Why Step Functions refuses the arguments of a call, in its words. Lengths and patterns are left to the service.
 * @param when in a definition, expressions may return anything, and the values of enumerations are checked too
 * @example argumentProblems(submitJob, { JobName: 1 }, "run") // ["The value for the field 'JobName' must be a STRING", …]
 */
export function argumentProblems(call: SdkAction, args: Json, when: "definition" | "run"): string[] {
  const model = serviceModel(call.service.model);
  const operation = pascalCase(call.action);
  const shape = inputShape(model, operation);
  if (shape === undefined) return [];
  const reading = new Reading(model, call, when);
  const input = reading.read(args, shape, "");
  const refused = violations(model, operation, input).flatMap((violation) => worded(violation, when) ?? []);
  return [...reading.problems, ...refused];
}

/** Arguments as the model names them. */
class Reading {
  readonly problems: string[] = [];
  readonly #model: ServiceModel;
  readonly #call: SdkAction;
  readonly #when: "definition" | "run";

  constructor(model: ServiceModel, call: SdkAction, when: "definition" | "run") {
    this.#model = model;
    this.#call = call;
    this.#when = when;
  }

  read(value: Json, shape: Shape, path: string): unknown {
    const computed = typeof value === "string" && expressionIn(value) !== undefined;
    if ((this.#when === "definition" && computed) || this.#isText(value, shape)) return unknownValue;
    // The service answers to null.
    if (value === null) return unknownValue;
    if (shape.t === "list" && Array.isArray(value)) {
      const of = shapeOf(this.#model, shape.e ?? "!string");
      return value.map((item: Json, index) => this.read(item, of, `${path}[${index}]`));
    }
    if (!isObject(value)) return value;
    if (shape.t === "map") {
      const of = shapeOf(this.#model, shape.v ?? "!string");
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, this.read(item, of, `${path}/${key}`)]),
      );
    }
    if (shape.t !== "structure") return value;
    const json = this.#call.optimised ? this.#call.service.optimised?.actions[this.#call.action]?.json : [];
    const members = new Map(
      Object.entries(shape.m ?? {}).map(([name, of]) => [pascalCase(name), { name, of }]),
    );
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => {
        const member = members.get(key);
        if (member === undefined) this.problems.push(unknownField(key, members, path));
        if (member === undefined) return [];
        if (json?.includes(key)) return [[member.name, unknownValue]];
        return [[member.name, this.read(item, shapeOf(this.#model, member.of), `${path}/${key}`)]];
      }),
    );
  }

  /** The call makes text of any JSON for bytes, and of an object or a list for a text of the SDK. */
  #isText(value: Json, { t }: Shape): boolean {
    if (t === "blob") return true;
    return t === "string" && !this.#call.optimised && typeof value === "object" && value !== null;
  }
}

function unknownField(key: string, members: ReadonlyMap<string, unknown>, path: string): string {
  const meant = members.has(pascalCase(key)) ? `; it is spelled '${pascalCase(key)}'` : "";
  return `The field '${key}' is not supported by Step Functions at ${path || "/"}${meant}`;
}

function worded({ kind, path, value, shape }: Violation, when: "definition" | "run"): string | undefined {
  const outer = path.slice(0, -1).map(printed).join("") || "/";
  const field = fieldOf(path);
  if (kind === "type") return `The value for the field '${field}' must be ${kinds[shape.t]}`;
  if (value === null) return `The field '${field}' is required but was missing at ${outer}`;
  if (when === "definition" && typeof value === "string" && shape.enum?.includes(value) === false)
    return `The value for the field '${field}' must be one of [${shape.enum.join(", ")}]`;
  return undefined;
}

/** The innermost member or key, with positions in it: `Environment[0]`. */
function fieldOf(path: readonly Step[]): string {
  const start = path.findLastIndex((step) => !("index" in step));
  return path.slice(start).map(printed).join("").slice(1);
}

function printed(step: Step): string {
  if ("index" in step) return `[${step.index}]`;
  return `/${"member" in step ? pascalCase(step.member) : step.key}`;
}
