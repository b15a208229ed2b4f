import jsonata from "jsonata";
import { failureOf } from "./expression-error.ts";
import { limit, longestArray, longestResult } from "./limits.ts";
import { addStepFunctions, type FormatTime, timeVariable } from "./own-functions.ts";
import { isFunction } from "./size.ts";
import { isLittle, isSmall, longestSmall, type Tree } from "./small.ts";

/** Characters of sources whose trees are kept. A tree takes some fifty times the memory of its source. */
const mostKept = 500_000;

/** One expression to be evaluated. */
export interface Evaluation {
  readonly source: string;
  /** Read as `$name`. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The time of the clock in milliseconds. */
  readonly now: number;
}

/** The value as JSON text, unless it is larger than anything may be, or what follows the names of expression and field in AWS's message. */
export type Evaluated =
  | { readonly json: string }
  | { readonly tooLarge: true }
  | { readonly failure: string };

/**
 * Evaluates JSONata as Step Functions does. Keeps what it has parsed.
 * @example await new Expressions().evaluate({ source: "1 + 1", variables: {}, now: 0 }) // { json: "2" }
 */
export class Expressions {
  readonly #parsed = new Map<string, jsonata.Expression>();
  #kept = 0;
  readonly #formatTime: FormatTime;

  constructor() {
    const fromMillis = jsonata("$fromMillis($time, $picture, $zone)");
    this.#formatTime = (time, picture, zone) => fromMillis.evaluate(undefined, { time, picture, zone });
  }

  async evaluate({ source, variables, now }: Evaluation): Promise<Evaluated> {
    try {
      const value = await this.#parse(source).evaluate(undefined, { ...variables, [timeVariable]: now });
      if (value === undefined) return { failure: "returned nothing (undefined)." };
      const json = JSON.stringify(value, plain);
      return json.length > longestResult ? { tooLarge: true } : { json };
    } catch (cause) {
      if (cause instanceof UnsupportedResult) return { failure: "returned an unsupported result type." };
      return { failure: failureOf(cause) };
    }
  }

  /** Whether it does little with little, so that it need not leave the process' own thread. */
  isSmall({ source, variables }: Evaluation): boolean {
    if (source.length > longestSmall) return false;
    try {
      return isSmall(this.#parse(source).ast() as unknown as Tree) && isLittle(variables);
    } catch {
      return false;
    }
  }

  #parse(source: string): jsonata.Expression {
    const known = this.#parsed.get(source);
    if (known !== undefined) return known;
    const expression = jsonata(source, { sequence: longestArray });
    addStepFunctions(expression, this.#formatTime);
    limit(expression);
    this.#kept += source.length;
    if (this.#kept > mostKept) {
      this.#parsed.clear();
      this.#kept = source.length;
    }
    this.#parsed.set(source, expression);
    return expression;
  }
}

class UnsupportedResult extends Error {}

/** JSONata's own arrays carry marks, and AWS writes what JSON has no number for as text: only plain JSON leaves. */
function plain(_: string, value: unknown): unknown {
  if (isFunction(value)) throw new UnsupportedResult();
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
