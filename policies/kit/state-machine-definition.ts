import { everyState, InvalidDefinitionError, type OutlinedState, outline } from "@batchline/asl";
import { z } from "zod";
import { readJson } from "./json-text.ts";

export interface Definition {
  /** As written. Step Functions uses JSONPath when it is absent. */
  readonly queryLanguage: unknown;
  /** As written. An execution without one may take a year. */
  readonly timeoutSeconds: unknown;
  /** Every state, in branches and maps too, with the states around it, the innermost first. */
  readonly states: readonly { readonly state: OutlinedState; readonly within: readonly OutlinedState[] }[];
}

/** A state machine's definition in either query language. Undefined for other text: Step Functions refuses it.
 * @example readDefinition(props.definition)?.states.map(({ state }) => state.name) */
export function readDefinition(text: unknown): Definition | undefined {
  const fields = readJson(z.record(z.string(), z.unknown()), text);
  if (fields === undefined) return undefined;
  try {
    const { QueryLanguage: queryLanguage, TimeoutSeconds: timeoutSeconds } = fields;
    return { queryLanguage, timeoutSeconds, states: [...everyState(outline(fields))] };
  } catch (error) {
    if (error instanceof InvalidDefinitionError) return undefined;
    throw error;
  }
}
