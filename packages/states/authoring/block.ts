import { type AttemptOptions, attempt, type CaughtError } from "../core/attempt.ts";
import { type ChoiceStart, choose } from "../core/choice.ts";
import { type Context, context } from "../core/context.ts";
import {
  type DistributedMapOptions,
  distributedMap,
  type ResultWriter,
  type WrittenResults,
} from "../core/distributed-map.ts";
import type { Items } from "../core/item-source.ts";
import { type MapOptions, mapState } from "../core/map.ts";
import { MutableVariable } from "../core/mutable-variable.ts";
import { parallel } from "../core/parallel.ts";
import type { Recorder } from "../core/recorder.ts";
import type { Ended, Given, Returned } from "../core/result.ts";
import type { ErrorName, Retrier, RetryOptions } from "../core/retry.ts";
import { assign, type Failure, fail, succeed, type WaitFor, wait } from "../core/simple-states.ts";
import type { Assignment } from "../core/step.ts";
import { variableExpr } from "../expression/expr.ts";
import { toNode } from "../expression/literal.ts";
import type { AnyValue, Evaluated, EvaluatesTo, Expr, Value } from "../expression/types.ts";
import { Tasks } from "./tasks.ts";

/** The result of a Parallel state: a tuple of the values that its branches return. */
type ParallelResults<B extends readonly ((branch: Block) => Returned)[]> = {
  -readonly [I in keyof B]: Given<ReturnType<B[I]>>;
};

/** A sequence of states. Each method adds a state at the end. Its first argument is the state's name: it shows in the console
 * and must be unique in the machine.
 * @throws {StatesError} BL-S006 when another block is being described, BL-S003 when this block has ended: from each method.
 * @example m.choose("In stock?").when(m.input.stock.gt(0), (then: Block) => then.succeed("Done")); */
export class Block extends Tasks {
  readonly #recorder: Recorder;

  constructor(recorder: Recorder) {
    super(recorder);
    this.#recorder = recorder;
  }

  /** The running execution. */
  get context(): Context {
    return context;
  }

  /** Waits for some seconds, or until a time. @example m.wait("Until it ships", { until: m.input.shipAt }); */
  wait(name: string, wanted: WaitFor): void {
    wait(this.#recorder, name, wanted);
  }

  /** Evaluates `value` once and returns the result. @example const id = m.pass("New id", uuid()); */
  pass<V extends AnyValue>(name: string, value: V): Expr<Evaluated<V>> {
    const variable = { hint: name };
    assign(this.#recorder, name, [{ variable, value: toNode(value) }]);
    return variableExpr(variable);
  }

  /** A variable that `set` can change, for example to collect values.
   * @example const total = m.variable<number>("Total", 0); */
  variable<T>(name: string, initial: Value<T>): MutableVariable<T> {
    const variable = new MutableVariable<T>(name);
    this.set(name, variable.to(initial));
    return variable;
  }

  /** Sets variables at the same time. Their new values may read the old ones.
   * @example m.set("Add", total.to(total.value.plus(1))); */
  set(name: string, ...assignments: readonly Assignment[]): void {
    assign(this.#recorder, name, assignments);
  }

  /** Runs the first branch whose condition is true.
   * @example
   * m.choose("Due?")
   *   .when(m.input.euros.gt(0), (then) => then.invoke("Charge", charge, m.input))
   *   .otherwise(() => null) */
  choose(name: string): ChoiceStart<Block> {
    return choose(this.#recorder, name, (inner) => new Block(inner));
  }

  /** Runs a block for every element, at most 40 at once. Returns an array of the values it returned, in order.
   * @example const prices = m.map("Each", m.input.skus, (each, sku) => each.invoke("Price", price, { sku }).euros); */
  map<E, V extends Returned>(
    name: string,
    items: EvaluatesTo<readonly E[]>,
    body: (each: Block, item: Expr<E>, index: Expr<number>) => V,
    options?: MapOptions,
  ): Expr<Given<V>[]> {
    const recorded = (each: Recorder, item: Expr<E>, index: Expr<number>) =>
      body(new Block(each), item, index);
    return mapState(this.#recorder, name, items, recorded, options);
  }

  /** Runs a block for every item in an execution of its own, thousands at once. Use it for many items, or for items in
   * S3 (`s3Objects`, `csvRows`, `jsonItems`, `jsonLines`). The block cannot read values from outside: `select` them
   * into the items. Returns an array of the values that iterations returned, in order, without those of tolerated
   * failures. With `results` it returns where they were written.
   * @example
   * const rows = csvRows<"sku">({ bucket: token("bucket"), key: "catalog.csv" });
   * m.distributedMap("Each row", rows, (each, row) => each.invoke("Price", price, row)); */
  distributedMap<E, V extends Returned>(
    name: string,
    source: EvaluatesTo<readonly E[]> | Items<E>,
    body: (each: Block, item: Expr<E>) => V,
    options: DistributedMapOptions & { readonly results: ResultWriter },
  ): Expr<WrittenResults>;
  distributedMap<E, V extends Returned>(
    name: string,
    source: EvaluatesTo<readonly E[]> | Items<E>,
    body: (each: Block, item: Expr<E>) => V,
    options?: Omit<DistributedMapOptions, "results">,
  ): Expr<Given<V>[]>;
  distributedMap<E, V extends Returned>(
    name: string,
    source: EvaluatesTo<readonly E[]> | Items<E>,
    body: (each: Block, item: Expr<E>) => V,
    options?: DistributedMapOptions,
  ): EvaluatesTo<unknown> {
    const recorded = (each: Recorder, item: Expr<E>) => body(new Block(each), item);
    return distributedMap<E, V>(this.#recorder, name, source, recorded, options);
  }

  /** Runs blocks at the same time and returns a tuple of the values they returned. When one fails, the others are stopped.
   * @example const both = m.parallel("Both", [(a) => a.invoke("A", f, 1), (b) => b.invoke("B", g, 2)]); // both.at(0) */
  parallel<const B extends readonly ((branch: Block) => Returned)[]>(
    name: string,
    branches: B,
    options?: RetryOptions,
  ): Expr<ParallelResults<B>> {
    const recorded = branches.map((branch) => (inner: Recorder) => branch(new Block(inner)));
    return parallel<ParallelResults<B>>(this.#recorder, name, recorded, options);
  }

  /** Runs `body`, and runs all of it again when one of its states fails with one of the errors. Returns the value of
   * `body`. It is a Parallel of one branch, so values made inside are visible inside only.
   * @example m.retry("Pay", [{ errors: ["Expired"], maxAttempts: 2 }], (body) => body.invoke("Charge", charge, order)) */
  retry<V extends Returned>(
    name: string,
    retriers: readonly [Retrier, ...Retrier[]],
    body: (block: Block) => V,
  ): Expr<Given<V>> {
    return this.parallel(name, [body], { retry: retriers }).at(0);
  }

  /** try/catch: runs `body`; on an error, or only on those in `errors`, stops it and runs `recover`. Returns the value
   * of whichever finished. Tasks, maps, parallels and `fail` raise errors. Values made in `body` are visible neither
   * in `recover` nor afterwards.
   * @example const euros = m.attempt("Price", (body) => body.invoke("Ask", price, order).euros, () => 0, { errors: ["NoPrice"] }); */
  attempt<V extends Returned, W extends Returned, const E extends ErrorName = string>(
    name: string,
    body: (block: Block) => V,
    recover: (block: Block, error: Expr<CaughtError<E>>) => W,
    options?: AttemptOptions<E>,
  ): Expr<Given<V | W>> {
    return attempt<V, W, E>(
      this.#recorder,
      name,
      (inner) => body(new Block(inner)),
      (inner, error) => recover(new Block(inner), error),
      options,
    );
  }

  /** Ends the execution: it succeeded. @example m.succeed("Done", { total: prices.sum() }); */
  succeed(name: string, output?: AnyValue): Ended {
    return succeed(this.#recorder, name, output);
  }

  /** Ends the execution: it failed. Inside `attempt`, runs its `recover` instead.
   * @example m.fail("Not for sale", { error: "NotForSale", cause: m.input.sku }); */
  fail(name: string, failure: Failure): Ended {
    return fail(this.#recorder, name, failure);
  }
}
