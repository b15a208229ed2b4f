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
import type { FreshName } from "./fresh-names.ts";
import { liveVariables } from "./live-variables.ts";

/** Where the result of a block goes: into a variable, or out of the iteration or branch that the block is. */
type Destination = { readonly variable: Variable } | "output";

/**
 * Puts what blocks return where it belongs: into the last state of each way through the block, so that no state of its own is
 * needed for it, or else into a Pass state after them.
 */
export function deliverResults(root: Sequence, freshName: FreshName): void {
  const deliver = delivery(freshName);
  // Outer blocks come first: what they return is often the result of an inner one, which then needs no variable of its own.
  for (const step of everyStep(root)) {
    const to: Destination =
      step.kind === "choice" || step.kind === "attempt" ? { variable: step.result } : "output";
    const wanted = to === "output" || liveVariables(root).has(to.variable);
    for (const block of within(step)) {
      if (wanted && block.result !== undefined) deliver(block, step.name, block.result, to);
      block.result = undefined;
    }
  }
}

/** Delivers what a block returns. */
function delivery(freshName: FreshName) {
  return function deliver(block: Sequence, owner: string, result: Node, to: Destination): void {
    if (ends(block)) return;
    const last = block.steps.at(-1);
    if (last !== undefined && isAssigning(last)) {
      give(last, result, to);
    } else if (last !== undefined && givesWhatItsBlocksGive(last, result)) {
      for (const inner of within(last)) deliver(inner, owner, inner.result ?? literal(null), to);
    } else {
      const name = freshName(owner, "result");
      const pass: AssigningStep = { kind: "pass", name, place: undefined, assign: [] };
      give(pass, result, to);
      block.steps.push(pass);
    }
  };
}

/** Whether `result` is what one of the blocks of `step` returned, for certain. */
function givesWhatItsBlocksGive(step: Step, result: Node): step is ChoiceStep | AttemptStep {
  const every = step.kind === "attempt" || (step.kind === "choice" && step.otherwise !== undefined);
  return every && result.kind === "variable" && result.variable === step.result;
}

/** A state's own assignments are not visible in itself: what they assign stands in their place. */
function give(step: AssigningStep, result: Node, to: Destination): void {
  const assigned = new Map(step.assign.map(({ variable, value }) => [variable, value]));
  const value = rewrite(result, (node) =>
    node.kind === "variable" ? assigned.get(node.variable) : undefined,
  );
  if (to === "output") step.output = value;
  else step.assign.push({ variable: to.variable, value });
}
