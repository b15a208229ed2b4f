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
import { type ParallelOptions, type ParallelResults, parallel } from "../core/parallel.ts";
import type { Recorder } from "../core/recorder.ts";
import { type Ended, type Given, type Returned, theEnd } from "../core/result.ts";
import type { ErrorName, Retrier } from "../core/retry.ts";
import type { Assignment, Sequence, Step } from "../core/step.ts";
import { type AnyTask, anyTask, type TaskOptions } from "../core/task.ts";
import { type WaitFor, wait } from "../core/wait.ts";
import { expr } from "../expression/expr.ts";
import { toNode } from "../expression/literal.ts";
import type { AnyValue, Evaluated, EvaluatesTo, Expr, Value } from "../expression/types.ts";
import { callerPlace } from "../place.ts";
import {
  type EndedJob,
  type SubmitJobArguments,
  type SubmittedJob,
  submitJob,
  submitJobSync,
} from "../services/batch/batch.ts";
import {
  type BatchChainOptions,
  batchChain,
  type ChainOutcome,
  type ChainStages,
} from "../services/batch/batch-chain.ts";
import { DynamoDb } from "../services/dynamodb/dynamodb.ts";
import { Ecs } from "../services/ecs/ecs.ts";
import { Events } from "../services/events/events.ts";
import { Glue } from "../services/glue/glue.ts";
import { invoke, invokeWithCallback, type LambdaFunction } from "../services/lambda/lambda.ts";
import { S3 } from "../services/s3/s3.ts";
import { Ses } from "../services/ses/ses.ts";
import { Sns } from "../services/sns/sns.ts";
import { Sqs } from "../services/sqs/sqs.ts";
import { Executions } from "../services/step-functions/executions.ts";

/** A run of states, one after the other. Each method adds a state; its name shows in the console and must be unique. */
export class Block {
  readonly #recorder: Recorder;
  readonly #sequence: Sequence;

  constructor(recorder: Recorder, sequence: Sequence) {
    this.#recorder = recorder;
    this.#sequence = sequence;
  }

  /** The running execution. */
  get context(): Context {
    return context;
  }

  /** Calls a Lambda function and gives what it returned. Passing faults of the Lambda service are retried. */
  invoke<P, R>(
    name: string,
    target: LambdaFunction<P, R>,
    payload: Value<NoInfer<P>>,
    options?: TaskOptions,
  ): Expr<R> {
    return invoke(this, name, target, payload, options);
  }

  /** Calls a Lambda function with a task token and waits until someone reports what the function is said to return. */
  invokeWithCallback<P, R>(
    name: string,
    target: LambdaFunction<P, R>,
    payload: (taskToken: Expr<string>) => Value<NoInfer<P>>,
    options?: TaskOptions,
  ): Expr<R> {
    return invokeWithCallback(this, name, target, payload, options);
  }

  /** Submits an AWS Batch job; gives as soon as it is submitted. */
  submitJob(name: string, job: SubmitJobArguments, options?: TaskOptions): Expr<SubmittedJob> {
    return submitJob(this, name, job, options);
  }

  /**
   * Submits one Batch job a stage, each waiting for those it needs, waits for the last ones, and gives the outcome: it does not
   * fail. With a size above 1 they are array jobs whose elements move on one by one (`N_TO_N`).
   */
  batchChain<Name extends string>(
    name: string,
    stages: ChainStages<Name, NoInfer<Name>>,
    options: BatchChainOptions,
  ): Expr<ChainOutcome<Name>> {
    return batchChain(this, name, stages, options);
  }

  /** Submits an AWS Batch job and waits until it is done; fails with States.TaskFailed, the job in its cause, when the job does. */
  submitJobSync(name: string, job: SubmitJobArguments, options?: TaskOptions): Expr<EndedJob> {
    return submitJobSync(this, name, job, options);
  }

  get sns(): Sns {
    return new Sns(this);
  }

  get sqs(): Sqs {
    return new Sqs(this);
  }

  get ses(): Ses {
    return new Ses(this);
  }

  get dynamodb(): DynamoDb {
    return new DynamoDb(this);
  }

  get s3(): S3 {
    return new S3(this);
  }

  get glue(): Glue {
    return new Glue(this);
  }

  get ecs(): Ecs {
    return new Ecs(this);
  }

  /** Executions of other state machines. */
  get executions(): Executions {
    return new Executions(this);
  }

  get events(): Events {
    return new Events(this);
  }

  /** A task of any integration: an escape hatch. What the service answers is yours to say. */
  task<R>(name: string, call: AnyTask): Expr<R> {
    return anyTask(this, name, call);
  }

  /**
   * Calls any action of any AWS service: an escape hatch. `service` and `action` are those of the AWS SDK's integration, in camel
   * case: m.awsSdk<{ Buckets: Bucket[] }>("List", "s3", "listBuckets", {}, { allow: [… ] }).
   */
  awsSdk<R>(
    name: string,
    service: string,
    action: string,
    args: AnyValue,
    options: Omit<AnyTask, "resource" | "arguments">,
  ): Expr<R> {
    return anyTask(this, name, {
      ...options,
      resource: `arn:aws:states:::aws-sdk:${service}:${action}`,
      arguments: args,
    });
  }

  /** Waits for some seconds or until a moment. */
  wait(name: string, wanted: WaitFor): void {
    wait(this, name, wanted);
  }

  /** Evaluates `value` once and gives it under a name. */
  pass<V extends AnyValue>(name: string, value: V): Expr<Evaluated<V>> {
    const variable = { hint: name };
    this.assign(name, [{ variable, value: toNode(value) }]);
    return expr({ kind: "variable", variable });
  }

  /** A variable that later states may set anew, for example to gather something. */
  variable<T>(name: string, initial: Value<T>): MutableVariable<T> {
    const variable = new MutableVariable<T>(name);
    this.assign(name, [variable.to(initial)]);
    return variable;
  }

  /** A Pass state that makes `assignments`. */
  assign(name: string, assignments: Assignment[]): void {
    this.add({ kind: "pass", name, place: callerPlace(), assign: assignments });
  }

  /** Takes the first branch whose condition holds: m.choose("Due?").when(…, (then) => …).otherwise((otherwise) => …). */
  choose(name: string): ChoiceStart {
    return choose(this, name);
  }

  /** Runs a block for every element, at most 40 at once, and gives an array of what they returned, in order. */
  map<E, V extends Returned>(
    name: string,
    items: EvaluatesTo<readonly E[]>,
    body: (each: Block, item: Expr<E>, index: Expr<number>) => V,
    options?: MapOptions,
  ): Expr<Given<V>[]> {
    return mapState<E, V>(this, name, items, body, options);
  }

  /**
   * Runs a block for every item in an execution of its own, thousands at once: for many items, or for items in S3 (`s3Objects`,
   * `csvRows`, `jsonItems`, `jsonLines`). Inside nothing of what is outside can be read: `select` it into the items. Gives an array
   * of what they returned, in order, without those that failed and were tolerated; or where they were written, with `results`.
   */
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
    return distributedMap<E, V>(this, name, source, body, options);
  }

  /** Runs blocks at the same time and gives a tuple of what they returned. When one fails the others are stopped. */
  parallel<const B extends readonly ((branch: Block) => Returned)[]>(
    name: string,
    branches: B,
    options?: ParallelOptions,
  ): Expr<ParallelResults<B>> {
    return parallel<B>(this, name, branches, options);
  }

  /**
   * Runs `body`, and all of it again when one of its states fails with one of the errors. Gives what it returned. It is a
   * Parallel of one branch: what it makes inside is visible inside only.
   */
  retry<V extends Returned>(
    name: string,
    retriers: readonly [Retrier, ...Retrier[]],
    body: (block: Block) => V,
  ): Expr<Given<V>> {
    return parallel(this, name, [body], { retry: retriers }).at(0);
  }

  /**
   * Runs `body`; when one of its tasks, maps or parallels fails, or it comes to `fail`, runs `recover` instead of what is left
   * of it; with `errors` only for those. Gives what the one or the other returned. What `body` made is not visible in `recover` nor afterwards.
   */
  attempt<V extends Returned, W extends Returned, const E extends ErrorName = string>(
    name: string,
    body: (block: Block) => V,
    recover: (block: Block, error: Expr<CaughtError<E>>) => W,
    options?: AttemptOptions<E>,
  ): Expr<Given<V | W>> {
    return attempt<V, W, E>(this, name, body, recover, options);
  }

  /** Ends the execution: it succeeded. */
  succeed(name: string, output?: AnyValue): Ended {
    this.add({
      kind: "succeed",
      name,
      place: callerPlace(),
      output: output === undefined ? undefined : toNode(output),
    });
    return theEnd;
  }

  /** Ends the execution: it failed. Inside `attempt`, goes on with its `recover`. */
  fail(name: string, { error, cause }: { error: Value<string>; cause: Value<string> }): Ended {
    this.add({ kind: "fail", name, place: callerPlace(), error: toNode(error), cause: toNode(cause) });
    return theEnd;
  }

  /** Adds a step. For what makes states on top of the methods above. */
  add(step: Step): void {
    this.#recorder.add(this.#sequence, step);
  }

  /** Refuses when this block is not the one being described; `state` is what was to be added. */
  refuseUnlessOpen(state: string): void {
    this.#recorder.refuseUnlessOpen(this.#sequence, state);
  }

  /** Lets `describe` fill a block within this one. */
  nested<R>(describe: (block: Block) => R): { sequence: Sequence; returned: R } {
    return this.#recorder.describe((sequence) => describe(new Block(this.#recorder, sequence)));
  }
}
