import {
  type AssigningStep,
  type AttemptStep,
  type ChoiceStep,
  ends,
  everyStep,
  isAssigning,
  type Sequence,
  type Step,
  within,
} from "../core/step.ts";
import { literal, type Node, rewrite, type Variable } from "../expression/node.ts";
import { liveVariables } from "./live-variables.ts";
import type { FreshName } from "./names.ts";

/** The destination of a block's result: a variable, or the output of the iteration or branch. */
type Destination = { readonly variable: Variable } | "output";

/** Delivers the results of blocks. The last state of each path through a block delivers it when it can. Otherwise a
 * Pass state is added. */
export function deliverResults(root: Sequence, freshName: FreshName): void {
  // Outer blocks first: an outer result is often an inner one, which then needs no variable.
  for (const step of everyStep(root)) {
    const to: Destination =
      step.kind === "choice" || step.kind === "attempt" ? { variable: step.result } : "output";
    const wanted = to === "output" || liveVariables(root).has(to.variable);
    for (const block of within(step)) {
      if (wanted && block.result !== undefined) deliver(block, step.name, block.result, to, freshName);
      block.result = undefined;
    }
  }
}

function deliver(block: Sequence, owner: string, result: Node, to: Destination, freshName: FreshName): void {
  if (ends(block)) return;
  const last = block.steps.at(-1);
  if (last !== undefined && isAssigning(last)) {
    addResult(last, result, to);
  } else if (last !== undefined && returnsItsBlocksResult(last, result)) {
    for (const inner of within(last)) deliver(inner, owner, inner.result ?? literal(null), to, freshName);
  } else {
    const name = freshName(owner, "result");
    const pass: AssigningStep = { kind: "pass", name, place: undefined, assign: [] };
    addResult(pass, result, to);
    block.steps.push(pass);
  }
}

/** Whether `result` is always the result of a block of `step`. */
function returnsItsBlocksResult(step: Step, result: Node): step is ChoiceStep | AttemptStep {
  const every = step.kind === "attempt" || (step.kind === "choice" && step.otherwise !== undefined);
  return every && result.kind === "variable" && result.variable === step.result;
}

/** A state cannot read the variables that it assigns, so the result has their values instead. */
function addResult(step: AssigningStep, result: Node, to: Destination): void {
  const assigned = new Map(step.assign.map(({ variable, value }) => [variable, value]));
  const value = rewrite(result, (node) =>
    node.kind === "variable" ? assigned.get(node.variable) : undefined,
  );
  if (to === "output") step.output = value;
  else step.assign.push({ variable: to.variable, value });
}
