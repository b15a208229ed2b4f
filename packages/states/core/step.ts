import type { Node, Variable } from "../expression/node.ts";
import type { Place } from "../source-place.ts";
import type { Permission } from "./permission.ts";
import type { Retrier } from "./retry.ts";

/** The recorded steps of a block, in order. */
export interface Sequence {
  readonly steps: Step[];
  /** The block's return value, until `deliverResults` delivers it. */
  result?: Node | undefined;
}

export type Step = AssigningStep | ChoiceStep | AttemptStep | SucceedStep | FailStep;

/** A variable that a state sets when it succeeds. Its value may read `$states.result`, but no variable set with it. */
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
  /** The value for the map or parallel around it, if it is the last state there. */
  output?: Node | undefined;
}

export type AssigningStep = TaskStep | PassStep | WaitStep | MapStep | ParallelStep;

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

type PassStep = Assigning & { readonly kind: "pass" };

interface WaitStep extends Assigning {
  readonly kind: "wait";
  readonly field: "Seconds" | "Timestamp";
  readonly value: Node;
}

export interface MapStep extends Retryable {
  readonly kind: "map";
  /** Undefined when a reader reads the items. */
  readonly items?: Node | undefined;
  readonly item: Variable;
  readonly index: Variable;
  /** The input of each iteration. @default the item */
  selector?: Node | undefined;
  readonly body: Sequence;
  readonly maxConcurrency?: Node | undefined;
  readonly distribution?: Distribution | undefined;
}

/** Where a distributed map reads its items from. */
export interface ItemReader {
  /** For example `arn:aws:states:::s3:getObject`. */
  readonly resource: string;
  readonly arguments: Node;
  /** The ReaderConfig of a definition. */
  readonly config: Node;
}

/** The size of a batch of items: at least one limit. */
export interface Batcher {
  readonly maxItems?: Node;
  readonly maxBytes?: Node;
  readonly input: Node;
}

/** The fields of a distributed map, whose iterations are executions of their own. */
export interface Distribution {
  readonly executionType: "EXPRESS" | "STANDARD";
  readonly label?: string | undefined;
  readonly reader?: ItemReader | undefined;
  readonly selector?: Node | undefined;
  readonly batcher?: Batcher | undefined;
  readonly toleratedFailureCount?: Node | undefined;
  readonly toleratedFailurePercentage?: Node | undefined;
  /** The ResultWriter of a definition. */
  readonly writer?: Node | undefined;
  readonly permissions: readonly Permission[];
}

type ParallelStep = Retryable & { readonly kind: "parallel"; readonly branches: readonly Sequence[] };

export interface ChoiceStep extends Named {
  readonly kind: "choice";
  readonly branches: { readonly condition: Node; readonly block: Sequence }[];
  otherwise?: Sequence | undefined;
  /** The return value of the branch that ran. */
  readonly result: Variable;
}

export interface AttemptStep extends Omit<Named, "comment"> {
  readonly kind: "attempt";
  readonly body: Sequence;
  readonly handler: Sequence;
  readonly error: Variable;
  readonly errors: readonly string[];
  /** The return value of the body or, after a failure, of the handler. */
  readonly result: Variable;
}

type SucceedStep = Named & { readonly kind: "succeed"; readonly output?: Node | undefined };

type FailStep = Named & { readonly kind: "fail"; readonly error: Node; readonly cause: Node };

/** Whether every path through `sequence` ends in Succeed or Fail. */
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

/** The sequences inside `step`. */
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

/** Every step of `sequence` and of the sequences inside it, in the order of recording. */
export function* everyStep(sequence: Sequence): Generator<Step> {
  for (const step of sequence.steps) {
    yield step;
    for (const inner of within(step)) yield* everyStep(inner);
  }
}

/** The expressions of `step` itself, without its assignments' expressions. */
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
    case "map": {
      const { reader, selector, batcher, toleratedFailureCount, toleratedFailurePercentage, writer } =
        step.distribution ?? {};
      return some(
        step.items,
        step.maxConcurrency,
        reader?.arguments,
        reader?.config,
        selector,
        batcher?.maxItems,
        batcher?.maxBytes,
        batcher?.input,
        toleratedFailureCount,
        toleratedFailurePercentage,
        writer,
        step.output,
      );
    }
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
