import { expressionIn, isObject, type Json, type Template } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import { CodedError } from "@batchline/diagnostics";
import { Expressions } from "./expressions.ts";

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
  readonly #expressions = new Expressions();

  constructor(clock: Clock) {
    this.#clock = clock;
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
    const evaluated = await this.#expressions.evaluate({ source, variables, now: this.#clock.now() });
    if ("failure" in evaluated) throw new EvaluationFailure(source, location, evaluated.failure);
    return JSON.parse(evaluated.json);
  }
}
