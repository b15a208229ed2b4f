import type { Node, Variable } from "../expression/node.ts";
import type { Place } from "../place.ts";
import { type Distribution, distributionExpressions } from "./distribution.ts";
import type { Permission } from "./permission.ts";
import type { Retrier } from "./retry.ts";

/** What was recorded of a block: its steps in order. */
export interface Sequence {
  readonly steps: Step[];
  /** What the block returns, until `deliverResults` has put it where it belongs. */
  result?: Node | undefined;
}

export type Step = AssigningStep | ChoiceStep | AttemptStep | SucceedStep | FailStep;

/** A value that a state assigns when it has succeeded. It may read `$states.result`, but nothing assigned beside it. */
export interface Assignment {
  readonly variable: Variable;
  readonly value: Node;
}

interface Named {
  readonly name: string;
  readonly comment?: string | undefined;
  readonly place: Place | undefined;
}

interface Assigning extends Named {
  readonly assign: Assignment[];
  /** What the state gives to the map or parallel around it, when it is the last one there. */
  output?: Node | undefined;
}

/** Steps that assign variables. */
export type AssigningStep = TaskStep | PassStep | WaitStep | MapStep | ParallelStep;

/** Whether `step` is a state that can assign variables and have an output. */
export function isAssigning(step: Step): step is AssigningStep {
  return ["task", "pass", "wait", "map", "parallel"].includes(step.kind);
}

interface Retryable extends Assigning {
  readonly retry: readonly Retrier[];
}

export interface TaskStep extends Retryable {
  readonly kind: "task";
  /** For example `arn:aws:states:::lambda:invoke`. */
  readonly resource: string;
  readonly arguments: Node;
  readonly permissions: readonly Permission[];
  readonly timeoutSeconds?: Node | undefined;
  readonly heartbeatSeconds?: Node | undefined;
}

export interface PassStep extends Assigning {
  readonly kind: "pass";
}

export interface WaitStep extends Assigning {
  readonly kind: "wait";
  readonly field: "Seconds" | "Timestamp";
  readonly value: Node;
}

export interface MapStep extends Retryable {
  readonly kind: "map";
  /** Undefined when a reader reads them. */
  readonly items?: Node | undefined;
  readonly item: Variable;
  readonly index: Variable;
  /** What each iteration's input is; the item itself when not given. */
  selector?: Node | undefined;
  readonly body: Sequence;
  readonly maxConcurrency?: Node | undefined;
  /** Of a distributed map. */
  readonly distribution?: Distribution | undefined;
}

export interface ParallelStep extends Retryable {
  readonly kind: "parallel";
  readonly branches: readonly Sequence[];
}

export interface ChoiceStep extends Named {
  readonly kind: "choice";
  readonly branches: { readonly condition: Node; readonly block: Sequence }[];
  otherwise?: Sequence | undefined;
  /** What the choice gives: what the branch taken returned. */
  readonly result: Variable;
}

export interface AttemptStep {
  readonly kind: "attempt";
  readonly name: string;
  readonly place: Place | undefined;
  readonly body: Sequence;
  readonly handler: Sequence;
  readonly error: Variable;
  /** Which errors it catches. */
  readonly errors: readonly string[];
  /** What the body or, after a failure, the handler returned. */
  readonly result: Variable;
}

export interface SucceedStep extends Named {
  readonly kind: "succeed";
  readonly output?: Node | undefined;
}

export interface FailStep extends Named {
  readonly kind: "fail";
  readonly error: Node;
  readonly cause: Node;
}

/** Whether nothing can follow `sequence`: every way through it ends in Succeed or Fail. */
export function ends(sequence: Sequence): boolean {
  const last = sequence.steps.at(-1);
  return last !== undefined && stepEnds(last);
}

function stepEnds(step: Step): boolean {
  switch (step.kind) {
    case "succeed":
    case "fail":
      return true;
    case "choice":
      return (
        step.otherwise !== undefined &&
        ends(step.otherwise) &&
        step.branches.every(({ block }) => ends(block))
      );
    case "attempt":
      return ends(step.body) && ends(step.handler);
    default:
      return false;
  }
}

/** The sequences within `step`. */
export function within(step: Step): readonly Sequence[] {
  switch (step.kind) {
    case "map":
      return [step.body];
    case "parallel":
      return step.branches;
    case "choice":
      return [...step.branches.map(({ block }) => block), ...(step.otherwise ? [step.otherwise] : [])];
    case "attempt":
      return [step.body, step.handler];
    default:
      return [];
  }
}

/** Every step of `sequence` and of those within it, in the order in which they were recorded. */
export function* everyStep(sequence: Sequence): Generator<Step> {
  for (const step of sequence.steps) {
    yield step;
    for (const inner of within(step)) yield* everyStep(inner);
  }
}

/** The expressions that `step` evaluates by itself, without those of its assignments. */
export function ownExpressions(step: Step): readonly Node[] {
  const some = (...nodes: (Node | undefined)[]) => nodes.filter((node) => node !== undefined);
  switch (step.kind) {
    case "task":
      return some(step.arguments, step.timeoutSeconds, step.heartbeatSeconds, step.output);
    case "pass":
    case "parallel":
      return some(step.output);
    case "wait":
      return some(step.value, step.output);
    case "map":
      return some(
        step.items,
        step.maxConcurrency,
        ...(step.distribution ? distributionExpressions(step.distribution) : []),
        step.output,
      );
    case "choice":
      return step.branches.map(({ condition }) => condition);
    case "attempt":
      return [];
    case "succeed":
      return some(step.output);
    case "fail":
      return [step.error, step.cause];
  }
}
