import { createHash, randomUUID } from "node:crypto";
import type { StepFunctionsFunction } from "@batchline/asl";
import type jsonata from "jsonata";
import { ExpressionError, exceeded } from "./expression-error.ts";
import { firstDouble } from "./java-random.ts";
import { largestValue } from "./limits.ts";
import { parseJson } from "./parse-json.ts";

const algorithms = ["SHA-1", "SHA-384", "SHA-256", "SHA-512", "MD5"];

/** The longest array that $range makes on AWS. https://github.com/floci-io/floci/pull/2790 */
const longestRange = 360_145;

/** The clock's time in milliseconds. No expression can name it. */
export const timeVariable = "clock.now";

/** Formats a time of the clock by JSONata's own rules. */
export type FormatTime = (millis: number, picture?: string, timezone?: string) => Promise<unknown>;

/** The arguments as they were given: Step Functions checks them itself. */
type Implementation = (...args: unknown[]) => unknown;

const implementations: Readonly<Record<Exclude<StepFunctionsFunction, "now" | "millis">, Implementation>> = {
  partition,
  range,
  hash,
  random,
  uuid: (...args) => {
    atMost(0, "uuid", args);
    return randomUUID();
  },
  parse: (...args) => {
    atMost(1, "parse", args);
    return args[0] === undefined ? undefined : parseJson(textOf(args, "parse", 0));
  },
};

/**
 * Registers the functions that Step Functions adds to JSONata or replaces, and removes $eval, which it does not have.
 * Results and errors are as measured on AWS: https://github.com/floci-io/floci/pull/2676
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 * $now and $millis read the variable of `timeVariable`.
 */
export function addStepFunctions(expression: jsonata.Expression, format: FormatTime): void {
  expression.assign("eval", undefined);
  expression.registerFunction(
    "now",
    function (picture?: string, zone?: string) {
      return format(this.environment.lookup(timeVariable), picture, zone);
    },
    "<s?s?:s>",
  );
  expression.registerFunction(
    "millis",
    function () {
      return this.environment.lookup(timeVariable);
    },
    "<:n>",
  );
  expression.registerFunction("pad", pad, "<s-ns?:s>");
  expression.registerFunction("join", join, "<a<s>s?:s>");
  for (const [name, implementation] of Object.entries(implementations)) {
    expression.registerFunction(name, implementation);
  }
}

function partition(...args: unknown[]): unknown[][] | undefined {
  atMost(2, "partition", args);
  const [items, size] = args;
  if (items === undefined) return undefined;
  if (!Array.isArray(items)) throw new ExpressionError("", "T0412", { token: "partition", index: 1 });
  if (items.length === 0) return undefined;
  if (size === undefined) return [items];
  const chunk = wholeNumber(args, "partition", 1);
  if (chunk < 0) throw new ExpressionError("Second argument must be zero or greater", "D3137");
  if (chunk === 0) return undefined;
  const chunks: unknown[][] = [];
  for (let at = 0; at < items.length; at += chunk) chunks.push(items.slice(at, at + chunk));
  return chunks;
}

/** Like all sequences of JSONata, one of a single number is that number. */
function range(...args: unknown[]): number[] | number | undefined {
  atMost(3, "range", args);
  const first = wholeNumber(args, "range", 0);
  const last = wholeNumber(args, "range", 1);
  if (args[2] === undefined) return undefined;
  const step = wholeNumber(args, "range", 2);
  const length = Math.floor((last - first) / step) + 1;
  if (step === 0 || length < 1) return undefined;
  if (length > longestRange) throw new ExpressionError(exceeded.memory);
  return length === 1 ? first : Array.from({ length }, (_, index) => first + index * step);
}

function hash(...args: unknown[]): string | undefined {
  atMost(2, "hash", args);
  const text = textOf(args, "hash", 0);
  if (args[1] === undefined) return undefined;
  const algorithm = textOf(args, "hash", 1);
  if (!algorithms.includes(algorithm)) {
    const message = `Hash algorithm '${algorithm}' must be one of ${algorithms.join(", ")}`;
    throw new ExpressionError(message, "D3137");
  }
  return createHash(algorithm.replace("-", "")).update(text, "utf8").digest("hex");
}

function random(...args: unknown[]): number {
  atMost(1, "random", args);
  return args[0] === undefined ? Math.random() : firstDouble(BigInt(wholeNumber(args, "random", 0)));
}

/** JSONata's own would make the text before anything could look at its length. */
function join(texts: readonly string[] | undefined, separator = ""): string | undefined {
  if (texts === undefined) return undefined;
  const length = texts.reduce((sum, text) => sum + text.length + separator.length, -separator.length);
  if (length > largestValue) throw new ExpressionError(exceeded.memory);
  return texts.join(separator);
}

/** JSONata's own would make the padding before anything could look at its length. */
function pad(text: string | undefined, width: number, filling = " "): string | undefined {
  if (text === undefined) return undefined;
  const missing = Math.abs(Math.trunc(width)) - [...text].length;
  if (missing <= 0) return text;
  if (missing > largestValue) throw new ExpressionError(exceeded.memory);
  const characters = filling === "" ? [" "] : [...filling];
  const whole = characters.join("").repeat(Math.floor(missing / characters.length));
  const padding = whole + characters.slice(0, missing % characters.length).join("");
  return width > 0 ? text + padding : padding + text;
}

function atMost(count: number, name: string, args: readonly unknown[]): void {
  if (args.length > count && args[count] !== undefined) throw mismatch(name, count);
}

/** A number is cut off towards 0. */
function wholeNumber(args: readonly unknown[], name: string, index: number): number {
  const value = args[index];
  if (typeof value !== "number" || !Number.isFinite(value)) throw mismatch(name, index);
  return Math.trunc(value);
}

function textOf(args: readonly unknown[], name: string, index: number): string {
  const value = args[index];
  if (typeof value === "string") return value;
  throw mismatch(name, index);
}

const mismatch = (token: string, index: number) =>
  new ExpressionError("", "T0410", { token, index: index + 1 });
