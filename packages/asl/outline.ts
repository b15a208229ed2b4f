import { isRecord } from "@batchline/diagnostics";
import { InvalidDefinitionError } from "./invalid-definition-error.ts";
import type { StateType } from "./schema.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** A state of a definition in either query language. */
export interface OutlinedState {
  readonly name: string;
  readonly path: string;
  readonly type: StateType;
  /** As they stand in the definition. */
  readonly fields: Fields;
  readonly transitions: readonly Transition[];
  /** A Map's iteration, or a Parallel's branches. */
  readonly inner: readonly OutlinedBlock[];
}

/** States and where they start: a machine, an iteration or a branch. */
export interface OutlinedBlock {
  readonly path: string;
  readonly startAt: string;
  readonly states: readonly OutlinedState[];
}

export interface Transition {
  readonly kind: "next" | "choice" | "default" | "catch";
  readonly target: string;
  /** `Choices[0]/Next` */
  readonly field: string;
  /** The choice or the catcher. */
  readonly rule?: Fields;
}

const stateTypes = ["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"] as const;

/**
 * The structure of a definition, in JSONata or JSONPath. Checks only what it reads: transitions may lead nowhere.
 * @throws {InvalidDefinitionError} with the first problem of the structure.
 * @example outline(JSON.parse(text)).states.map(({ name }) => name)
 */
export function outline(definition: unknown): OutlinedBlock {
  return blockAt(definition, "");
}

/** Every state of a block, outer ones before those inside them, each with the states around it, the innermost first. @example [...everyState(outline(definition))].map(({ state }) => state.name) */
export function* everyState(
  { states }: OutlinedBlock,
  within: readonly OutlinedState[] = [],
): Generator<{ readonly state: OutlinedState; readonly within: readonly OutlinedState[] }> {
  for (const state of states) {
    yield { state, within };
    for (const block of state.inner) yield* everyState(block, [state, ...within]);
  }
}

function blockAt(value: unknown, path: string): OutlinedBlock {
  const block = objectAt(value, path);
  const missing = ["States", "StartAt"].filter((field) => block[field] === undefined);
  if (missing.length > 0) throw invalid(path, `These fields are required: [${missing.join(", ")}]`);
  if (typeof block.StartAt !== "string") throw invalid(`${path}/StartAt`, "must be the name of a state");
  const states = Object.entries(objectAt(block.States, `${path}/States`));
  return {
    path,
    startAt: block.StartAt,
    states: states.map(([name, state]) => stateAt(name, state, `${path}/States/${name}`)),
  };
}

function stateAt(name: string, value: unknown, path: string): OutlinedState {
  const fields = objectAt(value, path);
  const type = stateTypes.find((each) => each === fields.Type);
  if (type === undefined) {
    throw invalid(
      `${path}/Type`,
      `The field 'Type' should have one of these values: [${stateTypes.join(", ")}]`,
    );
  }
  const transitions = transitionsOf(fields, path);
  return { name, path, type, fields, transitions, inner: innerBlocks(type, fields, path) };
}

function transitionsOf({ Next, Choices, Default, Catch }: Fields, path: string): Transition[] {
  const target = (name: unknown, field: string): string => {
    if (typeof name === "string") return name;
    throw invalid(`${path}/${field}`, "must be the name of a state");
  };
  const rules = (kind: "choice" | "catch", list: unknown, name: string) =>
    list === undefined
      ? []
      : listAt(list, `${path}/${name}`).map((value, index): Transition => {
          const rule = objectAt(value, `${path}/${name}[${index}]`);
          const field = `${name}[${index}]/Next`;
          return { kind, target: target(rule.Next, field), field, rule };
        });
  const plain = (kind: "next" | "default", name: unknown, field: string): Transition[] =>
    name === undefined ? [] : [{ kind, target: target(name, field), field }];
  return [
    ...plain("next", Next, "Next"),
    ...rules("choice", Choices, "Choices"),
    ...plain("default", Default, "Default"),
    ...rules("catch", Catch, "Catch"),
  ];
}

function innerBlocks(type: StateType, fields: Fields, path: string): OutlinedBlock[] {
  if (type === "Map") {
    // `Iterator` is the name of ItemProcessor until 2022; machines that have it still run.
    const field =
      fields.ItemProcessor === undefined && fields.Iterator !== undefined ? "Iterator" : "ItemProcessor";
    return [blockAt(fields[field], `${path}/${field}`)];
  }
  if (type !== "Parallel") return [];
  return listAt(fields.Branches, `${path}/Branches`).map((block, index) =>
    blockAt(block, `${path}/Branches[${index}]`),
  );
}

/** The errors that a Catch or Retry names. @example errorsOf({ ErrorEquals: ["States.Timeout"], Next: "Clean up" }) // ["States.Timeout"] */
export function errorsOf({ ErrorEquals }: Fields): string[] {
  return Array.isArray(ErrorEquals) ? ErrorEquals.map(String) : [];
}

function objectAt(value: unknown, path: string): Fields {
  if (isRecord(value)) return value;
  throw invalid(path, path === "" ? "Definition must be a valid JSON object" : "must be an object");
}

function listAt(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw invalid(path, "must be an array");
}

const invalid = (path: string, message: string) =>
  new InvalidDefinitionError([{ code: "BL-L002", path: path === "" ? "/" : path, message }]);
