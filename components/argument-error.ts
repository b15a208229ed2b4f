import { RunError } from "@pulumi/pulumi";
import type { ConfigErrorCode } from "../config/error-codes.ts";
import type { ArgumentErrorCode } from "./error-codes.ts";

/** Settings have the codes that they have in a stack's configuration. */
type Code = ArgumentErrorCode | ConfigErrorCode;

/**
 * An argument of a component is wrong. Thrown before the component registers anything. It has a code without being a CodedError,
 * because Pulumi prints only a RunError without a stack trace.
 * @example new ArgumentError("BL-K001", 'Compute "compute"', "environments[2].maxVcpus", "expected a whole number")
 */
export class ArgumentError extends RunError {
  readonly code: Code;
  /** The component's class and name, for example `Compute "compute"`. */
  readonly component: string;
  /** The argument, for example `environments[2].maxVcpus`. */
  readonly field: string;

  constructor(code: Code, component: string, field: string, problem: string) {
    super(`${code}: ${component}: ${field}: ${problem}`);
    this.code = code;
    this.component = component;
    this.field = field;
  }
}

/**
 * Checks of one component's arguments. @throws {ArgumentError}
 * @example new ArgumentChecks("Network", "network").wholeNumber("vpc.zones", zones, 1, 6);
 */
export class ArgumentChecks {
  readonly #component: string;

  constructor(component: string, name: string) {
    this.#component = `${component} ${JSON.stringify(name)}`;
  }

  /** A whole number from `min` to `max`. */
  wholeNumber(field: string, value: number, min: number, max: number): void {
    if (Number.isInteger(value) && value >= min && value <= max) return;
    this.fail("BL-K001", field, `expected a whole number from ${min} to ${max}, got ${value}`);
  }

  /** A whole number within limits as the workflow kit states them. */
  within(field: string, value: number, limits: { readonly least: number; readonly most: number }): void {
    this.wholeNumber(field, value, limits.least, limits.most);
  }

  /** One entry or more, at most `max`, none twice. */
  distinct(field: string, values: readonly string[], max = Number.POSITIVE_INFINITY): void {
    if (values.length === 0) this.fail("BL-K002", field, "expected at least one, got none");
    if (values.length > max) this.fail("BL-K002", field, `expected at most ${max}, got ${values.length}`);
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined)
      this.fail("BL-K002", field, `${JSON.stringify(twice)} is there twice; remove one`);
  }

  /** Throws ArgumentError for `field`. */
  fail(code: Code, field: string, problem: string): never {
    throw new ArgumentError(code, this.#component, field, problem);
  }
}
