import { inputShape, type Kind, type ServiceModel, type Shape, shapeOf } from "./model.ts";
import { allRules, brokenRules } from "./rules.ts";
import { typeFault } from "./types.ts";
import type { Step, Violation } from "./violation.ts";

/** After so many violations the check ends. */
const most = 10;

/** Nothing that AWS accepts is nested deeper: DynamoDB takes 32 levels of values, each of two. */
const deepest = 100;

/** In the place of a value that is not known yet. It satisfies every rule. */
export const unknownValue = Symbol("a value that is not known yet");

const notNull = "Member must not be null";

/**
 * Why the model of `operation` refuses `input`, at most ten reasons; none for an operation that the model does not have.
 * It needs time in proportion to the input. Members that the model does not have are ignored, as AWS does.
 *
 * @example
 * violations(serviceModel("stepfunctions"), "DescribeExecution", {}).map(({ rule }) => rule) // ["Member must not be null"]
 */
export function violations(model: ServiceModel, operation: string, input: unknown): readonly Violation[] {
  const shape = inputShape(model, operation);
  if (shape === undefined) return [];
  const check = new Check(model);
  check.value(input, shape);
  return check.found;
}

class Check {
  readonly found: Violation[] = [];
  readonly #model: ServiceModel;
  readonly #path: Step[] = [];

  constructor(model: ServiceModel) {
    this.#model = model;
  }

  value(value: unknown, shape: Shape): void {
    if (value === unknownValue) return;
    const fault = this.#path.length > deepest ? "nested too deep" : typeFault(value, shape.t);
    if (fault !== undefined) {
      this.#add("type", value, shape, fault);
      return;
    }
    for (const rule of brokenRules(value, shape)) this.#add("constraint", value, shape, rule);
    if (shape.t === "structure") this.#structure(value as Readonly<Record<string, unknown>>, shape);
    if (shape.t === "list") this.#list(value as readonly unknown[], shape);
    if (shape.t === "map") this.#map(value as Readonly<Record<string, unknown>>, shape);
  }

  #structure(value: Readonly<Record<string, unknown>>, { m: members = {}, required = [] }: Shape): void {
    for (const [member, reference] of Object.entries(members)) {
      const given = Object.hasOwn(value, member) ? (value[member] ?? undefined) : undefined;
      if (given === undefined && !required.includes(member)) continue;
      this.#inside({ member }, given, shapeOf(this.#model, reference));
    }
  }

  #list(value: readonly unknown[], shape: Shape): void {
    const of = shapeOf(this.#model, shape.e ?? "!string");
    if (value.some((item) => isBroken(item, of)))
      this.#add("constraint", value, shape, `Member must satisfy constraint: ${allRules(of)}`);
    else for (const [index, item] of value.entries()) this.#inside({ index }, item ?? undefined, of);
  }

  #map(value: Readonly<Record<string, unknown>>, shape: Shape): void {
    const keys = shapeOf(this.#model, shape.k ?? "!string");
    const values = shapeOf(this.#model, shape.v ?? "!string");
    if (Object.keys(value).some((key) => isBroken(key, keys)))
      this.#add("constraint", value, shape, `Map keys must satisfy constraint: ${allRules(keys)}`);
    else if (Object.values(value).some((item) => isBroken(item, values)))
      this.#add("constraint", value, shape, `Map value must satisfy constraint: ${allRules(values)}`);
    else for (const [key, item] of Object.entries(value)) this.#inside({ key }, item ?? undefined, values);
  }

  #inside(step: Step, value: unknown, shape: Shape): void {
    if (this.found.length >= most) return;
    this.#path.push(step);
    if (value === undefined) this.#add("constraint", null, shape, notNull);
    else this.value(value, shape);
    this.#path.pop();
  }

  #add(kind: Violation["kind"], value: unknown, shape: Shape, rule: string): void {
    if (this.found.length < most) this.found.push({ kind, path: [...this.#path], value, shape, rule });
  }
}

/** Whether a simple value breaks a rule; a list or a map reports that for its values. */
function isBroken(value: unknown, shape: Shape): boolean {
  return isSimple(shape.t) && typeFault(value, shape.t) === undefined && brokenRules(value, shape).length > 0;
}

function isSimple(kind: Kind): boolean {
  return kind !== "structure" && kind !== "list" && kind !== "map";
}
