import { validation } from "../errors.ts";

/** Significant digits of a number: DynamoDB's limit. */
const mostDigits = 38;
/** Exponents of the first digit: DynamoDB's limits. */
const largestExponent = 125;
const smallestExponent = -130;

/** `0.` and its digits, times ten to `exponent` + 1. Zero has no digits. */
export interface Decimal {
  readonly negative: boolean;
  /** Neither starts nor ends with a zero. */
  readonly digits: string;
  /** Of the first digit: 0 for 7.5. */
  readonly exponent: number;
}

const syntax = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;
const plain = /^(?:0|-?[1-9]\d{0,37})$/;

/** A number as DynamoDB gives it back: no exponent, no needless zeros. Throws ValidationException. */
export function canonical(text: string): string {
  return plain.test(text) ? text : format(within(parse(text), true));
}

/** The order of two canonical numbers: negative, 0 or positive. */
export function compareNumbers(a: string, b: string): number {
  // A double tells numbers of up to 15 digits apart.
  if (a.length <= 15 && b.length <= 15) return Number(a) - Number(b);
  const [left, right] = [parse(a), parse(b)];
  const magnitude = compareMagnitudes(left, right);
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  return left.negative ? -magnitude : magnitude;
}

/** The canonical sum of two canonical numbers. Throws ValidationException if it has too many digits or is too large. */
export function add(a: string, b: string): string {
  const fast = Number(a) + Number(b);
  if (a.length <= 15 && b.length <= 15 && !a.includes(".") && !b.includes(".")) return String(fast);
  const [left, right] = [parse(a), parse(b)];
  const scale = Math.min(lowest(left), lowest(right));
  const sum = scaled(left, scale) + scaled(right, scale);
  const text = (sum < 0n ? -sum : sum).toString();
  const digits = sum === 0n ? "" : text.replace(/0+$/, "");
  return format(within({ negative: sum < 0n, digits, exponent: scale + text.length - 1 }, false));
}

/** The canonical number with the other sign. */
export function negated(a: string): string {
  if (a === "0") return a;
  return a.startsWith("-") ? a.slice(1) : `-${a}`;
}

/** Throws ValidationException. Linear in the text's length. */
export function parse(text: string): Decimal {
  const match = syntax.exec(text);
  if (match === null) {
    const named = text === "" ? "" : `: ${text}`;
    throw validation(`The parameter cannot be converted to a numeric value${named}`);
  }
  const [, sign, whole = "", part, only, power = "0"] = match;
  const all = whole + (part ?? only ?? "");
  const start = all.search(/[1-9]/);
  if (start < 0) return { negative: false, digits: "", exponent: 0 };
  let end = all.length;
  while (all.charCodeAt(end - 1) === zero) end -= 1;
  return {
    negative: sign === "-",
    digits: all.slice(start, end),
    exponent: Number(power) + whole.length - 1 - start,
  };
}

const zero = 48;

function within(number: Decimal, given: boolean): Decimal {
  const { digits, exponent } = number;
  if (digits === "") return number;
  const tooLong = digits.length > mostDigits;
  // AWS calls a sum of too many digits an overflow, too.
  if (exponent > largestExponent || (tooLong && !given))
    throw validation(
      "Number overflow. Attempting to store a number with magnitude larger than supported range",
    );
  if (exponent < smallestExponent)
    throw validation(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    );
  if (tooLong) throw validation(`Attempting to store more than ${mostDigits} significant digits in a Number`);
  return number;
}

function format({ negative, digits, exponent }: Decimal): string {
  if (digits === "") return "0";
  const sign = negative ? "-" : "";
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const part = digits.slice(exponent + 1);
  return part === "" ? sign + whole : `${sign}${whole}.${part}`;
}

function compareMagnitudes(a: Decimal, b: Decimal): number {
  if (a.digits === "" || b.digits === "") return a.digits.length - b.digits.length;
  if (a.exponent !== b.exponent) return a.exponent - b.exponent;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -1 : 1;
}

/** The exponent of the last digit. */
function lowest({ digits, exponent }: Decimal): number {
  return digits === "" ? 0 : exponent - digits.length + 1;
}

function scaled(number: Decimal, scale: number): bigint {
  if (number.digits === "") return 0n;
  const value = BigInt(number.digits) * 10n ** BigInt(lowest(number) - scale);
  return number.negative ? -value : value;
}
