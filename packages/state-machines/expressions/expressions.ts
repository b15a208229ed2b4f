import jsonata from "jsonata";
import { endingFor } from "./expression-error.ts";
import { limit, longestArray } from "./limits.ts";
import { addStepFunctions, type FormatTime, timeVariable } from "./own-functions.ts";

/** More are parsed anew. */
const mostKept = 2000;

/** One expression to be evaluated. */
export interface Evaluation {
  readonly source: string;
  /** Read as `$name`. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The time of the clock in milliseconds. */
  readonly now: number;
}

/** The value as JSON text, or what follows the name of the expression and its field in AWS's message. */
export type Evaluated = { readonly json: string } | { readonly failure: string };

/**
 * Evaluates JSONata as Step Functions does. Keeps what it has parsed.
 * @example await new Expressions().evaluate({ source: "1 + 1", variables: {}, now: 0 }) // { json: "2" }
 */
export class Expressions {
  readonly #parsed = new Map<string, jsonata.Expression>();
  readonly #formatTime: FormatTime;

  constructor() {
    const fromMillis = jsonata("$fromMillis($time, $picture, $zone)");
    this.#formatTime = (time, picture, zone) => fromMillis.evaluate(undefined, { time, picture, zone });
  }

  async evaluate({ source, variables, now }: Evaluation): Promise<Evaluated> {
    try {
      const value = await this.#parse(source).evaluate(undefined, { ...variables, [timeVariable]: now });
      if (value === undefined) return { failure: "returned nothing (undefined)." };
      return { json: JSON.stringify(value, plain) };
    } catch (cause) {
      if (cause instanceof UnsupportedResult) return { failure: "returned an unsupported result type." };
      return { failure: `threw an error during evaluation${endingFor(cause)}` };
    }
  }

  #parse(source: string): jsonata.Expression {
    const known = this.#parsed.get(source);
    if (known !== undefined) return known;
    const expression = jsonata(source, { sequence: longestArray });
    addStepFunctions(expression, this.#formatTime);
    limit(expression);
    if (this.#parsed.size >= mostKept) this.#parsed.clear();
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

/** JSONata has functions of its own and those written in expressions; both are objects with a mark. */
function isFunction(value: unknown): boolean {
  return (
    typeof value === "function" ||
    (typeof value === "object" &&
      value !== null &&
      ("_jsonata_function" in value || "_jsonata_lambda" in value))
  );
}
