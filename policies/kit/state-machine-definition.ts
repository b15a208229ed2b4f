import { z } from "zod";
import { readJson } from "./json-text.ts";

/** What of a state rules look at. https://states-language.net */
export interface State {
  readonly Type: string;
  readonly QueryLanguage?: string | undefined;
  readonly Resource?: string | undefined;
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[] }[] | undefined;
  readonly Branches?: readonly States[] | undefined;
  readonly ItemProcessor?: States | undefined;
  /** How a Map was written before ItemProcessor. */
  readonly Iterator?: States | undefined;
}

interface States {
  readonly States: Readonly<Record<string, State>>;
}

const states: z.ZodType<States> = z.object({
  get States() {
    return z.record(z.string(), state);
  },
});

const state: z.ZodType<State> = z.object({
  Type: z.string(),
  QueryLanguage: z.string().optional(),
  Resource: z.string().optional(),
  Catch: z.array(z.object({ ErrorEquals: z.array(z.string()) })).optional(),
  get Branches() {
    return z.array(states).optional();
  },
  get ItemProcessor() {
    return states.optional();
  },
  get Iterator() {
    return states.optional();
  },
});

const definition = z.intersection(states, z.object({ QueryLanguage: z.string().optional() }));

/** A state of a definition, with those that it is in, the innermost first. */
export interface PlacedState {
  readonly name: string;
  readonly state: State;
  readonly within: readonly State[];
}

export interface Definition {
  /** As written. Step Functions takes JSONPath where it is not. */
  readonly queryLanguage: string | undefined;
  /** Every state, also those in branches and maps. */
  readonly states: readonly PlacedState[];
}

/** A state machine's definition. Undefined where it is not of the form, which Step Functions refuses. */
export function readDefinition(text: unknown): Definition | undefined {
  const read = readJson(definition, text);
  return read && { queryLanguage: read.QueryLanguage, states: allStates(read, []) };
}

function allStates({ States }: States, within: readonly State[]): PlacedState[] {
  return Object.entries(States).flatMap(([name, state]) => [
    { name, state, within },
    ...[...(state.Branches ?? []), state.ItemProcessor, state.Iterator].flatMap((inner) =>
      inner === undefined ? [] : allStates(inner, [state, ...within]),
    ),
  ]);
}
