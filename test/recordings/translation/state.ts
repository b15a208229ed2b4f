import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { conditionOf } from "./condition.ts";
import { expressionOf, field, fromTemplate, placed, without } from "./expression.ts";
import { fromPath, Untranslatable } from "./path.ts";

/** The fields that only JSONPath has. */
const own = [
  ...["InputPath", "OutputPath", "ResultPath", "ResultSelector", "Parameters", "Result"],
  ...["ItemsPath", "SecondsPath", "TimestampPath", "TimeoutSecondsPath", "HeartbeatSecondsPath"],
  ...["MaxConcurrencyPath", "ToleratedFailureCountPath", "ToleratedFailurePercentagePath"],
  ...["ErrorPath", "CausePath", "Iterator", "QueryLanguage"],
];

/** A state of JSONPath in JSONata, but for the states inside it. */
export function translatedState(state: JsonObject): JsonObject {
  const input = inputOf(state.InputPath);
  return {
    ...without(state, ...own),
    ...argumentsOf(state, input),
    ...fromPaths(state, input),
    ...assigned(state, resultOf(state, input)),
    ...outputOf(state, input),
    ...rules("Choices", state.Choices, (rule) => choice(rule, input)),
    ...rules("Catch", state.Catch, catcher),
  };
}

/** The expression that `$` stands for in most fields. */
function inputOf(path: Json | undefined): string {
  if (path === undefined) return "$states.input";
  return path === null ? "{}" : fromPath(String(path), "$states.input");
}

function argumentsOf(state: JsonObject, input: string): JsonObject {
  const { Type, Parameters, InputPath, ItemSelector, ItemReader } = state;
  if (Type === "Map") {
    const selector = ItemSelector ?? Parameters;
    return {
      ...(selector !== undefined && { ItemSelector: fromTemplate(selector, input) }),
      ...(isObject(ItemReader) && { ItemReader: reader(ItemReader, input) }),
      ...(isObject(state.ResultWriter) && { ResultWriter: withArguments(state.ResultWriter, input) }),
      ...(isObject(state.ItemBatcher) && { ItemBatcher: batcher(state.ItemBatcher, input) }),
    };
  }
  if (Type !== "Task" && Type !== "Parallel") return {};
  if (Parameters !== undefined) return { Arguments: fromTemplate(Parameters, input) };
  return InputPath === undefined ? {} : { Arguments: field(input) };
}

function withArguments(call: JsonObject, input: string): JsonObject {
  const { Parameters } = call;
  const rest = without(call, "Parameters");
  return Parameters === undefined ? rest : { ...rest, Arguments: fromTemplate(Parameters, input) };
}

function reader(given: JsonObject, input: string): JsonObject {
  const { ReaderConfig } = given;
  const translated = withArguments(given, input);
  if (!isObject(ReaderConfig)) return translated;
  return { ...translated, ReaderConfig: withoutPaths(ReaderConfig, input) };
}

function batcher(given: JsonObject, input: string): JsonObject {
  const { BatchInput } = given;
  const translated = withoutPaths(given, input);
  return BatchInput === undefined
    ? translated
    : { ...translated, BatchInput: fromTemplate(BatchInput, input) };
}

/** `MaxItemsPath` as `MaxItems`, and the like. */
function withoutPaths(given: JsonObject, input: string): JsonObject {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) =>
      name.endsWith("Path") ? [name.slice(0, -4), field(fromPath(String(value), input))] : [name, value],
    ),
  );
}

function fromPaths(state: JsonObject, input: string): JsonObject {
  const items = state.ItemsPath ?? (state.Type === "Map" && state.InputPath !== undefined ? "$" : undefined);
  if (items !== undefined && state.ItemReader !== undefined)
    throw new Untranslatable("ItemsPath beside ItemReader");
  const named = own.filter(
    (name) => name.endsWith("Path") && !/^(Input|Output|Result|Items)Path$/.test(name),
  );
  const paths = named.flatMap((name) => {
    const path = state[name];
    return path === undefined ? [] : [[name.slice(0, -4), field(fromPath(String(path), input))]];
  });
  return {
    ...(items !== undefined && { Items: field(fromPath(String(items), input)) }),
    ...Object.fromEntries(paths),
  };
}

/** The expression of the state's own result, before ResultPath. */
function resultOf(state: JsonObject, input: string): string {
  const { Type, Result, Parameters, ResultSelector } = state;
  if (Type === "Task" || Type === "Map" || Type === "Parallel")
    return ResultSelector === undefined ? "$states.result" : expressionOf(ResultSelector, "$states.result");
  if (Type !== "Pass") return input;
  if (Result !== undefined) return JSON.stringify(Result);
  return Parameters === undefined ? input : expressionOf(Parameters, input);
}

function outputOf(state: JsonObject, input: string): JsonObject {
  const { Type, OutputPath, ResultPath } = state;
  if (Type === "Fail") return {};
  const result = resultOf(state, input);
  const whole =
    Type === "Wait" || Type === "Succeed" || Type === "Choice" ? result : placed(ResultPath, result);
  if (OutputPath === null) return { Output: {} };
  const output =
    OutputPath === undefined || OutputPath === "$"
      ? whole
      : `($whole := ${whole}; ${fromPath(String(OutputPath), "$whole")})`;
  const isDefault = output === "$states.result" || (output === "$states.input" && !hasResult(Type));
  return isDefault ? {} : { Output: field(output) };
}

function hasResult(type: Json | undefined): boolean {
  return type === "Task" || type === "Map" || type === "Parallel";
}

function assigned({ Assign, ResultSelector }: JsonObject, base: string): JsonObject {
  if (Assign === undefined) return {};
  if (ResultSelector !== undefined) throw new Untranslatable("Assign beside ResultSelector");
  return { Assign: fromTemplate(Assign, base) };
}

function rules(
  name: string,
  list: Json | undefined,
  translate: (rule: JsonObject) => JsonObject,
): JsonObject {
  return Array.isArray(list) ? { [name]: list.filter(isObject).map(translate) } : {};
}

function choice(rule: JsonObject, input: string): JsonObject {
  const { Next, Assign, Comment } = rule;
  return {
    ...(Comment !== undefined && { Comment }),
    Condition: field(conditionOf(rule, input)),
    Next: Next ?? null,
    ...(Assign !== undefined && { Assign: fromTemplate(Assign, input) }),
    ...(input !== "$states.input" && { Output: field(input) }),
  };
}

function catcher(rule: JsonObject): JsonObject {
  const { ResultPath, Assign } = rule;
  return {
    ...without(rule, "ResultPath"),
    ...(Assign !== undefined && { Assign: fromTemplate(Assign, "$states.errorOutput") }),
    ...(ResultPath !== undefined &&
      ResultPath !== "$" && { Output: field(placed(ResultPath, "$states.errorOutput")) }),
  };
}
