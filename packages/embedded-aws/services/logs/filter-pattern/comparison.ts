import { anyText, type GlobPart, globMatches } from "../../../host/glob.ts";
import type { PatternReader } from "./pattern-reader.ts";
import { regularExpression } from "./regular-expression.ts";

const operators = ["!=", "<=", ">=", "=", "<", ">"] as const;
type Operator = (typeof operators)[number];

const quoted = /"((?:\\.|[^"\\])*)"/y;
const between = /%((?:\\.|[^%\\])+)%/y;
/** Terms without quotes. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax-JSON.html */
const bare = /[A-Za-z0-9_.*:/@+-]+/y;

/** A test of a value, which is a text, a number or a boolean. */
type Test = (value: unknown) => boolean;

/** Reads an operator and what comes after it; undefined if there is no operator. Throws InvalidParameterException. */
export function comparison(reader: PatternReader): Test | undefined {
  const operator = operators.find((each) => reader.take(each));
  if (operator === undefined) return undefined;
  const expression = reader.match(between)?.[1];
  if (expression !== undefined && (operator === "=" || operator === "!=")) {
    const matches = regularExpression(expression);
    return simple((text) => matches(text) === (operator === "="));
  }
  const inQuotes = reader.match(quoted)?.[1];
  const text = inQuotes?.replace(/\\(.)/g, "$1") ?? reader.match(bare)?.[0];
  if (text === undefined) throw reader.unexpected();
  const number = inQuotes === undefined && text !== "" ? Number(text) : Number.NaN;
  if (!Number.isNaN(number)) return ofNumbers(operator, number);
  if (operator !== "=" && operator !== "!=") throw reader.unexpected();
  const glob = text.split(/(\*)/).map((part): GlobPart => (part === "*" ? anyText : part));
  return simple((value) => globMatches(glob, value) === (operator === "="));
}

/** A text that is a number counts as one, since the fields of an event are texts. */
function ofNumbers(operator: Operator, number: number): Test {
  return simple((text, value) => {
    const given = typeof value === "number" ? value : text.trim() === "" ? Number.NaN : Number(text);
    switch (operator) {
      case "=":
        return given === number;
      case "!=":
        return given !== number;
      case "<":
        return given < number;
      case "<=":
        return given <= number;
      case ">":
        return given > number;
      default:
        return given >= number;
    }
  });
}

/** Objects, lists and null pass no comparison. */
function simple(test: (text: string, value: unknown) => boolean): Test {
  return (value) => value !== null && typeof value !== "object" && test(String(value), value);
}
