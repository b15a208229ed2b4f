import { StatesError } from "../errors.ts";
import type { Asl, AslMachine, AslState } from "../lowering/asl.ts";
import { validateLanguage } from "./validate-language.ts";

/** What asl-validator finds: the language's schema, transitions and JSONata's syntax. */
export function languageProblems(asl: Asl): StatesError[] {
  // The validator writes default query languages into what it is given.
  const { errors } = validateLanguage(withoutMistakenStates(structuredClone(asl)));
  return errors.map(
    (error) => new StatesError("BL-S009", { what: `${error["Error code"]}: ${error.Message}` }),
  );
}

/** The validator takes every key `States` for a list of states, also one in a task's arguments. */
function withoutMistakenStates<M extends AslMachine>(machine: M): M {
  const states = Object.entries(machine.States).map(([name, state]) => [name, stateWithout(state)] as const);
  return { ...machine, States: Object.fromEntries(states) };
}

function stateWithout({ ItemProcessor, Branches, ...own }: AslState): AslState {
  return {
    ...renamed(own),
    ...(ItemProcessor && { ItemProcessor: withoutMistakenStates(ItemProcessor) }),
    ...(Branches && { Branches: Branches.map(withoutMistakenStates) }),
  };
}

function renamed<T>(part: T): T {
  if (Array.isArray(part)) return part.map(renamed) as T;
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part).map(([key, value]) => [
    key === "States" ? "States_" : key,
    renamed(value),
  ]);
  return Object.fromEntries(entries) as T;
}
