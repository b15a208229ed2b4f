import { RunError } from "@pulumi/pulumi";

/**
 * Thrown before a component registers anything, when an argument cannot be right. Pulumi prints it without a stack, as it
 * is for the person who wrote the program or set its configuration.
 */
export class ArgumentError extends RunError {
  /** The component's class and name, for example `Compute "compute"`. */
  readonly component: string;
  /** The argument, for example `environments[2].maxVcpus`. */
  readonly field: string;

  /** `problem` says what is wrong and what to do about it. */
  constructor(component: string, name: string, field: string, problem: string) {
    super(`${component} ${JSON.stringify(name)}: ${field}: ${problem}`);
    this.component = `${component} ${JSON.stringify(name)}`;
    this.field = field;
  }
}

/** Checks of one component's arguments; each throws ArgumentError. */
export class ArgumentChecks {
  readonly #component: string;
  readonly #name: string;

  /** `component` is the class, `name` the resource's name. */
  constructor(component: string, name: string) {
    this.#component = component;
    this.#name = name;
  }

  /** A whole number between `min` and `max`, both included. */
  wholeNumber(field: string, value: number, min: number, max: number): void {
    if (Number.isInteger(value) && value >= min && value <= max) return;
    this.refuse(field, `expected a whole number from ${min} to ${max}, got ${value}`);
  }

  /** At least one element, at most `max`, none twice. */
  distinct(field: string, values: readonly string[], max = Number.POSITIVE_INFINITY): void {
    if (values.length === 0) this.refuse(field, "expected at least one, got none");
    if (values.length > max) this.refuse(field, `expected at most ${max}, got ${values.length}`);
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined) this.refuse(field, `${JSON.stringify(twice)} is there twice; remove one`);
  }

  /** Throws that `field` is wrong because of `problem`. */
  refuse(field: string, problem: string): never {
    throw new ArgumentError(this.#component, this.#name, field, problem);
  }
}
