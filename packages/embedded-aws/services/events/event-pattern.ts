import { isRecord } from "@batchline/diagnostics";
import ipaddr from "ipaddr.js";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { anyText, type GlobPart, globMatches } from "../../host/glob.ts";
import { type Invalid, numericTest } from "./numeric-pattern.ts";

/** Whether a rule matches an event. */
export type EventPattern = (event: unknown) => boolean;

/** Receives a field's value, or undefined. */
type ValueMatcher = (value: unknown) => boolean;

/**
 * Compiles an event pattern. Throws InvalidEventPatternException, in EventBridge's words.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 *
 * @param invalid makes another error of a reason, for example for a filter policy of SNS
 */
export function eventPattern(pattern: unknown, invalid: Invalid = invalidPattern): EventPattern {
  return new Compiler(invalid).fields(pattern, undefined);
}

function invalidPattern(reason: string): AwsError {
  return new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);
}

/** The words are those of https://github.com/badmintoncryer/cdk-preflight and of LocalStack's recordings. */
class Compiler {
  readonly #invalid: Invalid;

  constructor(invalid: Invalid) {
    this.#invalid = invalid;
  }

  /** Each field must match; `$or` needs one matching pattern. An array in the event needs one matching item. */
  fields(pattern: unknown, of: string | undefined): EventPattern {
    if (!isRecord(pattern))
      throw this.#invalid(
        of === undefined ? "Filter is not an object" : `"${of}" must be an object or an array`,
      );
    const entries = Object.entries(pattern);
    if (entries.length === 0) throw this.#invalid("Empty objects are not allowed");
    const checks = entries.map(([name, expected]) => this.#field(name, expected));
    return (node) => checks.every((check) => check(node));
  }

  #field(name: string, expected: unknown): EventPattern {
    if (name === "$or" && Array.isArray(expected) && expected.every(isRecord)) {
      if (expected.length < 2)
        throw this.#invalid("There must have at least 2 Objects in '$or' relationship.");
      const alternatives = expected.map((one) => this.fields(one, name));
      return (node) => alternatives.some((matches) => matches(node));
    }
    if (!Array.isArray(expected)) {
      const inner = this.fields(expected, name);
      return (node) => itemsOf(fieldOf(node, name)).some((item) => isRecord(item) && inner(item));
    }
    if (expected.length === 0) throw this.#invalid("Empty arrays are not allowed");
    const matchers = expected.map((one) => this.#value(one));
    return (node) => matchers.some((matches) => matches(fieldOf(node, name)));
  }

  #value(expected: unknown): ValueMatcher {
    if (Array.isArray(expected))
      throw this.#invalid("Match value must be String, number, true, false, or null");
    if (!isRecord(expected)) return anyItem((value) => value === expected);
    const [[operator, operand] = ["", undefined], ...rest] = Object.entries(expected);
    if (rest.length > 0) throw this.#invalid("Only one key allowed in match expression");
    if (operator === "exists") {
      if (typeof operand !== "boolean")
        throw this.#invalid("exists match pattern must be either true or false.");
      return (value) => (value !== undefined) === operand;
    }
    if (operator === "anything-but") {
      const unwanted = this.#unwanted(operand);
      return (value) =>
        value !== undefined && itemsOf(value).every((item) => !unwanted.some((matches) => matches(item)));
    }
    return anyItem(this.#operator(operator, operand));
  }

  #unwanted(operand: unknown): readonly ValueMatcher[] {
    if (!isRecord(operand)) {
      const values = itemsOf(operand);
      if (values.length === 0) throw this.#invalid("Empty arrays are not allowed");
      return values.map((one) => (value) => value === one);
    }
    return Object.entries(operand).flatMap(([operator, inner]) => {
      if (!["prefix", "suffix", "wildcard", "equals-ignore-case"].includes(operator))
        throw this.#invalid(`Unsupported anything-but pattern: ${operator}`);
      return itemsOf(inner).map((one) => this.#operator(operator, one));
    });
  }

  #operator(operator: string, operand: unknown): ValueMatcher {
    if (operator === "numeric") return numericTest(operand, this.#invalid);
    if (operator === "cidr") return this.#cidr(operand);
    if (operator === "wildcard") {
      const glob = this.#wildcard(this.#text(operator, operand));
      return ofText((value) => globMatches(glob, value));
    }
    if (operator === "equals-ignore-case") {
      const text = this.#text(operator, operand).toLowerCase();
      return ofText((value) => value.toLowerCase() === text);
    }
    if (operator !== "prefix" && operator !== "suffix")
      throw this.#invalid(`Unrecognized match type ${operator}`);
    const ignoreCase = isRecord(operand) && Object.hasOwn(operand, "equals-ignore-case");
    const fold = (value: string) => (ignoreCase ? value.toLowerCase() : value);
    const text = fold(this.#text(operator, ignoreCase ? operand["equals-ignore-case"] : operand));
    return ofText((value) =>
      operator === "prefix" ? fold(value).startsWith(text) : fold(value).endsWith(text),
    );
  }

  #text(operator: string, operand: unknown): string {
    if (typeof operand !== "string") throw this.#invalid(`${operator} match pattern must be a string`);
    return operand;
  }

  #cidr(operand: unknown): ValueMatcher {
    const text = this.#text("cidr", operand);
    const range = text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`;
    if (!ipaddr.isValidCIDR(range)) throw this.#invalid("Malformed CIDR, one '/' required");
    const [network, bits] = ipaddr.parseCIDR(range);
    return ofText((value) => {
      if (!ipaddr.isValid(value)) return false;
      const address = ipaddr.parse(value);
      return address.kind() === network.kind() && address.match(network, bits);
    });
  }

  /** `*` is any text; `\*` and `\\` are the characters themselves. */
  #wildcard(pattern: string): GlobPart[] {
    const parts = [...pattern.matchAll(/\\([*\\])|\*+|[^*\\]+|\\/g)];
    return parts.map(([text, escaped]) => {
      if (text.startsWith("**")) throw this.#invalid("Consecutive wildcard characters");
      if (text === "\\") throw this.#invalid("Invalid escape character");
      return text === "*" ? anyText : (escaped ?? text);
    });
  }
}

function ofText(matches: (value: string) => boolean): ValueMatcher {
  return (value) => typeof value === "string" && matches(value);
}

function anyItem(matches: ValueMatcher): ValueMatcher {
  return (value) => value !== undefined && itemsOf(value).some(matches);
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function fieldOf(node: unknown, name: string): unknown {
  return isRecord(node) && Object.hasOwn(node, name) ? node[name] : undefined;
}
