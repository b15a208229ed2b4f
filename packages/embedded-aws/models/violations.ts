import { inputShape, type Kind, type ServiceModel, type Shape, shapeOf } from "./model.ts";
import { allRules, brokenRules, hasRules } from "./rules.ts";
import { typeFault } from "./types.ts";
import type { Step, Violation } from "./violation.ts";

/** After so many violations the check ends. */
const most = 10;

/** Nothing that AWS accepts is nested deeper: DynamoDB takes 32 levels of values, each of two. */
const deepest = 100;

/** In the place of a value that is not known yet. It satisfies every rule. */
export const unknownValue = Symbol("a value that is not known yet");

const notNull = "Member must not be null";

/** So many values are checked in a step: a millisecond or two. */
const stepSize = 5000;

/**
 * Why the model of `operation` refuses `input`, at most ten reasons; none for an operation that the model does not have.
 * It needs time in proportion to the input. Members that the model does not have are ignored, as AWS does.
 *
 * @example
 * violations(serviceModel("stepfunctions"), "DescribeExecution", {}).map(({ rule }) => rule) // ["Member must not be null"]
 */
export function violations(model: ServiceModel, operation: string, input: unknown): readonly Violation[] {
  const steps = violationsInSteps(model, operation, input);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * `violations`, for an input that is too large to be checked at once: it yields between steps.
 * @example
 * const steps = violationsInSteps(serviceModel("logs"), "PutLogEvents", input);
 * for (;;) {
 *   const step = steps.next();
 *   if (step.done) return step.value;
 *   await nextTurn();
 * }
 */
export function* violationsInSteps(
  model: ServiceModel,
  operation: string,
  input: unknown,
): Generator<void, readonly Violation[]> {
  const shape = inputShape(model, operation);
  if (shape === undefined) return [];
  const check = new Check(model);
  yield* check.value(input, shape);
  return check.found;
}

type Fields = Readonly<Record<string, unknown>>;

class Check {
  readonly found: Violation[] = [];
  readonly #model: ServiceModel;
  readonly #path: Step[] = [];
  #checked = 0;

  constructor(model: ServiceModel) {
    this.#model = model;
  }

  *value(value: unknown, shape: Shape): Generator<void, void> {
    if (!this.#passes(value, shape)) return;
    if (shape.t === "structure") yield* this.#structure(value as Fields, shape);
    if (shape.t === "list") yield* this.#list(value as readonly unknown[], shape);
    if (shape.t === "map") yield* this.#map(value as Fields, shape);
  }

  /** Checks a value without what is in it. Returns whether that can be read. */
  #passes(value: unknown, shape: Shape): boolean {
    if (value === unknownValue) return false;
    const fault = this.#path.length > deepest ? "nested too deep" : typeFault(value, shape.t);
    if (fault !== undefined) this.#add("type", value, shape, fault);
    else for (const rule of brokenRules(value, shape)) this.#add("constraint", value, shape, rule);
    return fault === undefined;
  }

  *#structure(value: Fields, { m: members = {}, required = [] }: Shape): Generator<void, void> {
    for (const [member, reference] of Object.entries(members)) {
      const given = Object.hasOwn(value, member) ? value[member] : undefined;
      if ((given ?? undefined) === undefined && !required.includes(member)) continue;
      const of = shapeOf(this.#model, reference);
      if (!this.#isLeaf({ member }, given, of)) yield* this.#inside({ member }, given, of);
    }
  }

  *#list(value: readonly unknown[], shape: Shape): Generator<void, void> {
    const of = shapeOf(this.#model, shape.e ?? "!string");
    for (const [index, item] of value.entries()) {
      if (isBroken(item, of)) {
        this.#add("constraint", value, shape, `Member must satisfy constraint: ${allRules(of)}`);
        return;
      }
      if (++this.#checked % stepSize === 0) yield;
      if (!this.#isLeaf({ index }, item, of)) yield* this.#inside({ index }, item, of);
      if (this.found.length >= most) return;
    }
  }

  *#map(value: Fields, shape: Shape): Generator<void, void> {
    const keys = shapeOf(this.#model, shape.k ?? "!string");
    const values = shapeOf(this.#model, shape.v ?? "!string");
    for (const key of Object.keys(value)) {
      const { [key]: item } = value;
      const isWrong = values.t === "list" ? breaksRules(item, values) : isBroken(item, values);
      const broken = isBroken(key, keys) ? "Map keys" : isWrong ? "Map value" : undefined;
      if (broken !== undefined) {
        const rules = allRules(broken === "Map keys" ? keys : values);
        this.#add("constraint", value, shape, `${broken} must satisfy constraint: ${rules}`);
        return;
      }
      if (++this.#checked % stepSize === 0) yield;
      if (!this.#isLeaf({ key }, item, values)) yield* this.#inside({ key }, item, values);
      if (this.found.length >= most) return;
    }
  }

  *#inside(step: Step, value: unknown, shape: Shape): Generator<void, void> {
    this.#path.push(step);
    yield* this.value(value, shape);
    this.#path.pop();
  }

  /** Checks a value that is absent or simple. Returns false for another one. */
  #isLeaf(step: Step, value: unknown, shape: Shape): boolean {
    const isAbsent = value === undefined || value === null;
    if (!isAbsent && !isSimple(shape.t)) return false;
    this.#path.push(step);
    if (isAbsent) this.#add("constraint", null, shape, notNull);
    else this.#passes(value, shape);
    this.#path.pop();
    return true;
  }

  #add(kind: Violation["kind"], value: unknown, shape: Shape, rule: string): void {
    if (this.found.length < most) this.found.push({ kind, path: [...this.#path], value, shape, rule });
  }
}

/** Whether a simple value breaks a rule; a list or a map reports that for its values. */
function isBroken(value: unknown, shape: Shape): boolean {
  return isSimple(shape.t) && breaksRules(value, shape);
}

function breaksRules(value: unknown, shape: Shape): boolean {
  return hasRules(shape) && typeFault(value, shape.t) === undefined && brokenRules(value, shape).length > 0;
}

function isSimple(kind: Kind): boolean {
  return kind !== "structure" && kind !== "list" && kind !== "map";
}
