import { isObject, type Json, type JsonObject } from "@batchline/asl";
import type { Recording } from "../recording.ts";
import { Untranslatable } from "./path.ts";
import { translatedState } from "./state.ts";

/** What only JSONPath does at run time: such a recording says nothing about JSONata. */
const onlyInJsonPath =
  /ParameterPathFailure|ResultPathMatchFailure|IntrinsicFailure|Invalid path '|The JSONPath '|Path (parameter|field) (does|ref|can)|Reference path/;
/** A tolerance from a path that is no tolerance. */
const badTolerance = /"States\.Runtime".*Tolerated|Tolerated.*"States\.Runtime"/s;

/**
 * The recording with definitions in JSONata instead of JSONPath. The same recording if it has none in JSONPath.
 * @throws {Untranslatable}
 */
export function translated(recording: Recording): Recording {
  if (!isInJsonPath(recording)) return recording;
  if (recording.group?.startsWith("intrinsic_functions") === true)
    throw new Untranslatable("functions of JSONPath");
  if (Object.hasOwn(recording.joins, "cases")) throw new Untranslatable("operators of JSONPath's choices");
  const expected = JSON.stringify(recording.expected);
  if (onlyInJsonPath.test(expected) || badTolerance.test(expected))
    throw new Untranslatable("an error of JSONPath");
  const calls = recording.calls.map((call) => {
    const definition = definitionOf(call);
    if (definition === undefined || !usesJsonPath(definition)) return call;
    return { ...call, params: { ...call.params, definition: translatedDefinition(definition) } };
  });
  return { ...recording, calls };
}

/** Whether a state of a definition is in JSONPath. */
export function isInJsonPath({ calls }: Recording): boolean {
  return calls.some((call) => usesJsonPath(definitionOf(call)));
}

/** Plain requests of S3 have no parameters. */
function definitionOf({ params }: { readonly params?: JsonObject }): JsonObject | undefined {
  const definition = params?.definition;
  return isObject(definition) ? definition : undefined;
}

function usesJsonPath(definition: JsonObject | undefined): boolean {
  if (definition === undefined) return false;
  if (!isObject(definition.States)) return definition.QueryLanguage !== "JSONata";
  // A machine in JSONata has no states in JSONPath: AWS refuses it.
  if (definition.QueryLanguage === "JSONata") return false;
  const inherited = definition.QueryLanguage ?? "JSONPath";
  return statesIn(definition).some((state) => (state.QueryLanguage ?? inherited) === "JSONPath");
}

function statesIn(block: JsonObject): JsonObject[] {
  const states = isObject(block.States) ? Object.values(block.States).filter(isObject) : [];
  return states.flatMap((state) => [state, ...blocksIn(state).flatMap(statesIn)]);
}

function blocksIn({ ItemProcessor, Iterator: iterator, Branches }: JsonObject): JsonObject[] {
  return [ItemProcessor, iterator, ...(Array.isArray(Branches) ? Branches : [])].filter(isObject);
}

function translatedDefinition(definition: JsonObject): JsonObject {
  const language = definition.QueryLanguage ?? "JSONPath";
  if (isObject(definition.States))
    return { ...translatedBlock(definition, language), QueryLanguage: "JSONata" };
  return { ...stateOf(definition, "JSONPath"), QueryLanguage: "JSONata" };
}

function translatedBlock(block: JsonObject, language: Json): JsonObject {
  if (!isObject(block.States)) throw new Untranslatable("a block without states");
  const states = Object.entries(block.States).map(([name, state]) => [
    name,
    isObject(state) ? stateOf(state, language) : state,
  ]);
  return { ...block, States: Object.fromEntries(states) };
}

function stateOf(state: JsonObject, language: Json): JsonObject {
  const own = state.QueryLanguage ?? language;
  const { ItemProcessor, Iterator: iterator, Branches } = state;
  const processor = ItemProcessor ?? iterator;
  const inside = {
    ...(isObject(processor) && { ItemProcessor: translatedBlock(processor, language) }),
    ...(Array.isArray(Branches) && {
      Branches: Branches.filter(isObject).map((each) => translatedBlock(each, language)),
    }),
  };
  return { ...(own === "JSONPath" ? translatedState(state) : state), ...inside };
}
