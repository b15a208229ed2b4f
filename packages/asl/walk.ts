import type { Block, MapState, State } from "./schema.ts";

/** A state and where it is. */
export interface Located {
  readonly name: string;
  readonly state: State;
  /** For example `/States/Each shard/ItemProcessor/States/Fetch`. */
  readonly path: string;
}

/** The states of one block, not those inside its Maps and Parallels. */
export function statesOf(block: Block, path: string): Located[] {
  return Object.entries(block.States).map(([name, state]) => ({
    name,
    state,
    path: `${path}/States/${name}`,
  }));
}

/** The blocks inside a state: a Map's processor, a Parallel's branches. */
export function blocksIn({ state, path }: Located): { readonly block: Block; readonly path: string }[] {
  if (state.Type === "Map") return [{ block: state.ItemProcessor, path: `${path}/ItemProcessor` }];
  if (state.Type === "Parallel") {
    return state.Branches.map((block, index) => ({ block, path: `${path}/Branches[${index}]` }));
  }
  return [];
}

/** Every state of a machine, outer ones before those inside them. @example allStates(parseDefinition(text)).map(({ path }) => path) // ["/States/Fetch", …] */
export function allStates(block: Block, path = ""): Located[] {
  return statesOf(block, path).flatMap((located) => [
    located,
    ...blocksIn(located).flatMap((inner) => allStates(inner.block, inner.path)),
  ]);
}

/** Whether the state is a Map whose iterations are executions of their own. @example allStates(parseDefinition(text)).filter(({ state }) => isDistributed(state)) */
export function isDistributed(state: State): state is MapState {
  return state.Type === "Map" && state.ItemProcessor.ProcessorConfig?.Mode === "DISTRIBUTED";
}
