import { expressionIn, isObject, type Json, type Template } from "@batchline/asl";
import type { Clock } from "@batchline/clock";
import { CodedError } from "@batchline/diagnostics";
import type { SideThread } from "../side-thread/side-thread.ts";
import { exceeded } from "./expression-error.ts";
import { type Evaluated, Expressions } from "./expressions.ts";
import { lookUp, readBy, type Variables } from "./small.ts";

/** An expression has no value. The message is AWS's. */
export class EvaluationFailure extends CodedError<"BL-M002"> {
  /** The field, for example `Arguments/Payload/runId` or `Catch[1]/Output`. */
  readonly location: string;

  constructor(source: string, location: string, what: string) {
    super("BL-M002", `The JSONata expression '${source}' specified for the field '${location}' ${what}`);
    this.location = location;
  }
}

/** An expression has a value that no state may pass on. */
export class LargeResult extends Error {}

/**
 * Evaluates templates: JSON in which `{% … %}` strings are JSONata expressions.
 * @example await new Evaluator(clock).evaluate("{% $states.input.n + 1 %}", "Output", { states: { input: { n: 1 } } }) // 2
 */
export class Evaluator {
  readonly #clock: Clock;
  readonly #expressions = new Expressions();
  readonly #thread: SideThread | undefined;

  /** @param thread Evaluates what is not small. @default everything is evaluated in place */
  constructor(clock: Clock, thread?: SideThread) {
    this.#clock = clock;
    this.#thread = thread;
  }

  /**
   * @param location The field, for messages: `Output`.
   * @param variables Read as `$name`.
   * @throws {EvaluationFailure} also for an expression that returns nothing.
   * @throws {LargeResult} for an expression that returns more than a state may pass on.
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
    const found = lookUp(source, variables);
    if (found !== undefined) return found;
    const evaluated = await this.#evaluate(source, readBy(source, variables));
    if ("failure" in evaluated) throw new EvaluationFailure(source, location, evaluated.failure);
    if ("tooLarge" in evaluated) throw new LargeResult();
    return JSON.parse(evaluated.json);
  }

  async #evaluate(source: string, variables: Variables): Promise<Evaluated> {
    const evaluation = { source, variables, now: this.#clock.now() };
    if (this.#thread === undefined || this.#expressions.isSmall(evaluation)) {
      return this.#expressions.evaluate(evaluation);
    }
    const evaluated = await this.#thread.evaluate(evaluation);
    if (typeof evaluated === "object") return evaluated;
    return { failure: `threw an error during evaluation: ${exceeded[evaluated]}` };
  }
}
