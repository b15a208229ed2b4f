import { expressionIn, type Json, type JsonObject, type Template } from "@batchline/asl";
import { type Clock, nextTurn } from "@batchline/clock";
import { CodedError } from "@batchline/diagnostics";
import type { SideThread } from "../side-thread/side-thread.ts";
import { ExpressionError, exceeded, failureOf } from "./expression-error.ts";
import { type Evaluated, Expressions } from "./expressions.ts";
import { longestResult } from "./limits.ts";
import { Sizes } from "./size.ts";
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

/** Milliseconds. */
const longestTurn = 10;

/** One evaluation of a template. */
interface Filling {
  readonly variables: Variables;
  readonly sizes: Sizes;
  /** How much the values of its expressions may still hold. */
  left: number;
}

/**
 * Evaluates templates: JSON in which `{% … %}` strings are JSONata expressions.
 * @example await new Evaluator(clock).evaluate("{% $states.input.n + 1 %}", "Output", { states: { input: { n: 1 } } }) // 2
 */
export class Evaluator {
  readonly #clock: Clock;
  readonly #expressions = new Expressions();
  readonly #thread: SideThread | undefined;
  readonly #plain = new WeakMap<object, boolean>();
  #turnStart = 0;

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
  async evaluate(template: Template, location: string, variables: Variables): Promise<Json> {
    return this.#fill(template, location, { variables, sizes: new Sizes(), left: longestResult });
  }

  /** Lets others have their turn when machines have had theirs for long. Without a thread time is virtual, and nobody waits. */
  async giveTurn(): Promise<void> {
    if (this.#thread === undefined || performance.now() - this.#turnStart < longestTurn) return;
    await nextTurn();
    this.#turnStart = performance.now();
  }

  async #fill(template: Template, location: string, filling: Filling): Promise<Json> {
    if (this.#isPlain(template)) return template;
    if (typeof template === "string")
      return this.#expression(expressionIn(template) ?? "", location, filling);
    if (Array.isArray(template)) {
      const items: Json[] = [];
      for (const [index, item] of template.entries()) {
        const plain = this.#isPlain(item);
        items.push(plain ? item : await this.#fill(item, `${location}[${index}]`, filling));
      }
      return items;
    }
    const fields: [string, Json][] = [];
    for (const [key, value] of Object.entries(template as JsonObject)) {
      const plain = this.#isPlain(value);
      fields.push([key, plain ? value : await this.#fill(value, `${location}/${key}`, filling)]);
    }
    return Object.fromEntries(fields);
  }

  /** Whether there is no expression in it. */
  #isPlain(template: Template): boolean {
    if (typeof template === "string") return expressionIn(template) === undefined;
    if (typeof template !== "object" || template === null) return true;
    let plain = this.#plain.get(template);
    if (plain === undefined) {
      plain = Object.values(template).every((part: Template) => this.#isPlain(part));
      this.#plain.set(template, plain);
    }
    return plain;
  }

  async #expression(source: string, location: string, filling: Filling): Promise<Json> {
    const value = await this.#valueOf(source, location, filling.variables);
    filling.left -= filling.sizes.of(value, longestResult);
    if (filling.left < 0) throw new LargeResult();
    return value;
  }

  async #valueOf(source: string, location: string, variables: Variables): Promise<Json> {
    const found = lookUp(source, variables);
    if (found !== undefined) return found;
    const evaluated = await this.#evaluate(source, readBy(source, variables));
    if ("failure" in evaluated) throw new EvaluationFailure(source, location, evaluated.failure);
    if ("tooLarge" in evaluated) throw new LargeResult();
    return JSON.parse(evaluated.json);
  }

  async #evaluate(source: string, variables: Variables): Promise<Evaluated> {
    await this.giveTurn();
    const evaluation = { source, variables, now: this.#clock.now() };
    if (this.#thread === undefined || this.#expressions.isSmall(evaluation)) {
      return this.#expressions.evaluate(evaluation);
    }
    const evaluated = await this.#thread.evaluate(evaluation);
    if (typeof evaluated === "object") return evaluated;
    return { failure: failureOf(new ExpressionError(exceeded[evaluated])) };
  }
}
