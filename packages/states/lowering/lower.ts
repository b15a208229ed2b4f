import { must } from "@batchline/diagnostics";
import { everyStep, type Sequence, type Step, within } from "../core/step.ts";
import type { AslMachine, AslState } from "./asl.ts";
import { type Handler, type Naming, type Surroundings, stateFields } from "./state-fields.ts";

/** Turns a sequence of steps, which is not empty, into states that lead to one another. */
export function lower(sequence: Sequence, naming: Naming): AslMachine {
  const states = new Map<string, AslState>();
  const start = first(lowerSequence(sequence, undefined, []));
  return { StartAt: start, States: inOrder(sequence, states) };

  /** Adds the states of `sequence`. Returns the name of the first state, or `next` when it has none. */
  function lowerSequence(
    { steps }: Sequence,
    next: string | undefined,
    handlers: readonly Handler[],
  ): string | undefined {
    return steps.reduceRight<string | undefined>((after, step) => lowerStep(step, after, handlers), next);
  }

  function lowerStep(step: Step, next: string | undefined, handlers: readonly Handler[]): string | undefined {
    if (step.kind === "attempt") {
      const recover = first(lowerSequence(step.handler, next, handlers));
      const own: Handler = { next: recover, error: step.error, errors: step.errors };
      return lowerSequence(step.body, next, [own, ...handlers]);
    }
    if (step.kind === "choice") {
      const branches = step.branches.map(({ block }) => first(lowerSequence(block, next, handlers)));
      const otherwise = step.otherwise === undefined ? next : lowerSequence(step.otherwise, next, handlers);
      return add(step, { branches, next: otherwise, handlers, naming, inner: [] });
    }
    const inner = within(step).map((processor) => lower(processor, naming));
    return add(step, { branches: [], next, handlers, naming, inner });
  }

  function add(step: Exclude<Step, { kind: "attempt" }>, around: Surroundings): string {
    states.set(step.name, stateFields(step, around) as AslState);
    return step.name;
  }
}

const first = (name: string | undefined) => must(name, "a state follows a block that has none");

/** The states in the order of the workflow, for people who read the definition. */
function inOrder(
  sequence: Sequence,
  states: ReadonlyMap<string, AslState>,
): Readonly<Record<string, AslState>> {
  const names = [...everyStep(sequence)].map(({ name }) => name);
  const known = [...new Set(names)].flatMap((name) => {
    const state = states.get(name);
    return state === undefined ? [] : [[name, state] as const];
  });
  return Object.fromEntries(known);
}
