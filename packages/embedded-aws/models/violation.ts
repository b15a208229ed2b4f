import { type ServiceModel, type Shape, shapeOf } from "./model.ts";

/** A step into an input: a structure's member, a list's position from 0, or a map's key. */
export type Step = { readonly member: string } | { readonly index: number } | { readonly key: string };

/** Why a model refuses an input. */
export interface Violation {
  /** A value of another type cannot be read at all; a service answers otherwise to it than to one outside of a constraint. */
  readonly kind: "type" | "constraint";
  /** From the input to the value. */
  readonly path: readonly Step[];
  readonly value: unknown;
  readonly shape: Shape;
  /** `Member must not be null`; for a wrong type `NUMBER_VALUE cannot be converted to String`. */
  readonly rule: string;
}

/**
 * As AWS prints a path.
 * @example printedPath([{ member: "Tags" }, { index: 0 }, { member: "Key" }]) // "tags.1.member.key"
 */
export function printedPath(path: readonly Step[]): string {
  const steps = path.map((step) => {
    if ("member" in step) return `${step.member.charAt(0).toLowerCase()}${step.member.slice(1)}`;
    return "index" in step ? `${step.index + 1}.member` : `${step.key}.member`;
  });
  return steps.join(".");
}

/**
 * A violated constraint in AWS's words.
 * @example "Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null"
 */
export function printedViolation(model: ServiceModel, { path, value, shape, rule }: Violation): string {
  const failed = `at '${printedPath(path)}' failed to satisfy constraint: ${rule}`;
  if (shape.sensitive) return `Value ${failed}`;
  const given = value === undefined || value === null ? "null" : `'${new Printed(model).of(value, shape)}'`;
  return `Value ${given} ${failed}`;
}

/** Values of a list, a map or what is in them are printed up to here. */
const mostPrinted = 1000;

/** Characters that are printed of a value: as many as a whole request of most services. */
const mostText = 1024 ** 2;

/** As Java prints it: `[a, b]`, `{k=v}`, `Tag(key=a, value=b)`. */
class Printed {
  readonly #model: ServiceModel;
  #values = 0;
  #text = 0;

  constructor(model: ServiceModel) {
    this.#model = model;
  }

  of(value: unknown, shape: Shape): string {
    if (Array.isArray(value)) return `[${this.#joined(value, (item) => this.#inner(item, shape.e))}]`;
    if (typeof value !== "object" || value === null) {
      const text = String(value).slice(0, mostText - this.#text);
      this.#text += text.length;
      return text;
    }
    const field = (reference: (key: string) => string | undefined) => (key: string) =>
      `${key}=${this.#inner(Reflect.get(value, key), reference(key))}`;
    const keys = Object.keys(value);
    if (shape.t === "map")
      return `{${this.#joined(
        keys,
        field(() => shape.v),
      )}}`;
    return `${nameOf(this.#model, shape)}(${this.#joined(
      keys,
      field((key) => shape.m?.[key]),
    )})`;
  }

  #joined<T>(items: readonly T[], print: (item: T) => string): string {
    const printed: string[] = [];
    for (const item of items) {
      if (this.#values >= mostPrinted || this.#text >= mostText) return [...printed, "…"].join(", ");
      this.#values += 1;
      printed.push(print(item));
    }
    return printed.join(", ");
  }

  #inner(value: unknown, reference = "!string"): string {
    return this.of(value, shapeOf(this.#model, reference));
  }
}

const names = new WeakMap<ServiceModel, ReadonlyMap<Shape, string>>();

function nameOf(model: ServiceModel, shape: Shape): string {
  const known =
    names.get(model) ?? new Map(Object.entries(model.shapes).map(([name, named]) => [named, name]));
  names.set(model, known);
  return known.get(shape) ?? "";
}
