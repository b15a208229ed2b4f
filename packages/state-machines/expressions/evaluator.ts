import type { Template } from "@batchline/asl";
import { expressionIn, isObject, type Json } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import { CodedError } from "@batchline/diagnostics";
import jsonata from "jsonata";
import { addStepFunctions, type FormatTime } from "./own-functions.ts";

/** An expression that hangs or recurses without end must not hang the process. */
const guards = { timeout: 5000, stack: 2000 };

/** An expression has no value. The message is AWS's. */
export class EvaluationFailure extends CodedError<"BL-M002"> {
  /** The field, for example `Arguments/Payload/runId` or `Catch[1]/Output`. */
  readonly location: string;

  constructor(source: string, location: string, what: string) {
    super("BL-M002", `The JSONata expression '${source}' specified for the field '${location}' ${what}`);
    this.location = location;
  }
}

/**
 * Evaluates templates: JSON in which `{% … %}` strings are JSONata expressions.
 * @example await new Evaluator(clock).evaluate("{% $states.input.n + 1 %}", "Output", { states: { input: { n: 1 } } }) // 2
 */
export class Evaluator {
  readonly #clock: Clock;
  readonly #compiled = new Map<string, jsonata.Expression>();
  readonly #formatTime: FormatTime;

  constructor(clock: Clock) {
    this.#clock = clock;
    const fromMillis = jsonata("$fromMillis($time, $picture, $zone)");
    this.#formatTime = (time, picture, zone) => fromMillis.evaluate(undefined, { time, picture, zone });
  }

  /**
   * @param location The field, for messages: `Output`.
   * @param variables Read as `$name`.
   * @throws {EvaluationFailure} also for an expression that returns nothing.
   */
  async evaluate(template: Template, location: string, variables: Record<string, unknown>): Promise<Json> {
    if (typeof template === "string") {
      const source = expressionIn(template);
      return source === undefined ? template : this.#expression(source, location, variables);
    }
    if (Array.isArray(template)) {
      const items: Json[] = [];
      for (const [index, item] of template.entries()) {
        items.push(await this.evaluate(item, `${location}[${index}]`, variables));
      }
      return items;
    }
    if (isObject(template)) {
      const fields: [string, Json][] = [];
      for (const [key, value] of Object.entries(template)) {
        fields.push([key, await this.evaluate(value, `${location}/${key}`, variables)]);
      }
      return Object.fromEntries(fields);
    }
    return template;
  }

  async #expression(source: string, location: string, variables: Record<string, unknown>): Promise<Json> {
    let value: unknown;
    try {
      value = await this.#compile(source).evaluate(undefined, variables);
    } catch (cause) {
      throw new EvaluationFailure(source, location, `threw an error during evaluation. ${describe(cause)}`);
    }
    if (value === undefined) throw new EvaluationFailure(source, location, "returned nothing (undefined).");
    // JSONata's own arrays carry marks, and values may be shared with variables: only plain JSON leaves an expression.
    const text = JSON.stringify(value, (_, part) => {
      if (!isFunction(part)) return part;
      const what = "returned an unexpected result type. Expected JSON, but was 'function'";
      throw new EvaluationFailure(source, location, what);
    });
    return JSON.parse(text);
  }

  #compile(source: string): jsonata.Expression {
    let expression = this.#compiled.get(source);
    if (expression === undefined) {
      expression = jsonata(source, guards);
      addStepFunctions(expression, this.#clock, this.#formatTime);
      this.#compiled.set(source, expression);
    }
    return expression;
  }
}

function describe(cause: unknown): string {
  const { code, message } = cause as { code?: string; message?: string };
  return code === undefined ? (message ?? String(cause)) : `${code}: ${message}`;
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
