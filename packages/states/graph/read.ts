import { conditionOf } from "./condition.ts";
import type { EdgeKind, StateKind } from "./model.ts";

/** Thrown for JSON that is no state machine. The message starts with the field's path. */
export class NotAMachineError extends Error {
  /** The field at fault, such as `States["Each shard"].ItemProcessor.StartAt`. */
  readonly path: string;

  constructor(path: string, what: string) {
    super(`${path === "" ? "the definition" : path}: ${what}`);
    this.name = "NotAMachineError";
    this.path = path;
  }
}

export type Fields = Readonly<Record<string, unknown>>;

/** Where a state leads that ends its sequence. */
export const end = Symbol("end");

export interface Transition {
  readonly to: string | typeof end;
  readonly kind: EdgeKind;
  readonly label?: string;
}

export interface ReadState {
  readonly name: string;
  readonly kind: StateKind;
  readonly fields: Fields;
  readonly transitions: readonly Transition[];
  /** The machines inside, unread. */
  readonly inner: readonly { readonly machine: unknown; readonly path: string }[];
}

const kinds: readonly StateKind[] = ["Task", "Pass", "Wait", "Choice", "Map", "Parallel", "Succeed", "Fail"];

/**
 * Reads one level of a machine.
 *
 * @throws {NotAMachineError} as soon as something is not as the language has it.
 */
export function readStates(
  machine: unknown,
  path: string,
): { readonly startAt: string; readonly states: readonly ReadState[] } {
  const { StartAt, States } = objectAt(machine, path);
  const at = (field: string) => (path === "" ? field : `${path}.${field}`);
  const named = objectAt(States, at("States"));
  const known = (name: unknown, where: string): string => {
    if (typeof name !== "string") throw new NotAMachineError(where, "name a state here");
    if (!Object.hasOwn(named, name)) {
      throw new NotAMachineError(where, `there is no state ${JSON.stringify(name)} beside it`);
    }
    return name;
  };
  const startAt = known(StartAt, at("StartAt"));
  const states = Object.entries(named).map(([name, value]) =>
    readState(name, value, at(`States[${JSON.stringify(name)}]`), known),
  );
  return { startAt, states };
}

type Known = (name: unknown, where: string) => string;

function readState(name: string, value: unknown, path: string, known: Known): ReadState {
  const fields = objectAt(value, path);
  const kind = kinds.find((each) => each === fields.Type);
  if (kind === undefined) throw new NotAMachineError(`${path}.Type`, `is none of ${kinds.join(", ")}`);
  const transitions = [
    ...(kind === "Choice" ? choices(fields, path, known) : onwards(kind, fields, path, known)),
    ...catches(fields, path, known),
  ];
  return { name, kind, fields, transitions, inner: innerMachines(kind, fields, path) };
}

function onwards(kind: StateKind, fields: Fields, path: string, known: Known): Transition[] {
  if (kind === "Succeed" || kind === "Fail") return [];
  if (fields.End === true) return [{ to: end, kind: "next" }];
  if (fields.Next === undefined) throw new NotAMachineError(path, "needs Next or End");
  return [{ to: known(fields.Next, `${path}.Next`), kind: "next" }];
}

function choices(fields: Fields, path: string, known: Known): Transition[] {
  const transitions = listAt(fields.Choices, `${path}.Choices`).map((value, index): Transition => {
    const rule = objectAt(value, `${path}.Choices[${index}]`);
    const to = known(rule.Next, `${path}.Choices[${index}].Next`);
    return { to, kind: "choice", label: conditionOf(rule) };
  });
  if (fields.Default === undefined) return transitions;
  return [
    ...transitions,
    { to: known(fields.Default, `${path}.Default`), kind: "default", label: "Default" },
  ];
}

function catches(fields: Fields, path: string, known: Known): Transition[] {
  if (fields.Catch === undefined) return [];
  return listAt(fields.Catch, `${path}.Catch`).map((value, index) => {
    const where = `${path}.Catch[${index}]`;
    const catcher = objectAt(value, where);
    const errors = listAt(catcher.ErrorEquals, `${where}.ErrorEquals`).map(String);
    const label = errors.join() === "States.ALL" ? "any error" : errors.join(", ");
    return { to: known(catcher.Next, `${where}.Next`), kind: "catch", label };
  });
}

function innerMachines(kind: StateKind, fields: Fields, path: string): ReadState["inner"] {
  if (kind === "Map") {
    // `Iterator` is what ItemProcessor was called until 2022; machines that have it still run.
    const field =
      fields.ItemProcessor === undefined && fields.Iterator !== undefined ? "Iterator" : "ItemProcessor";
    return [{ machine: fields[field], path: `${path}.${field}` }];
  }
  if (kind !== "Parallel") return [];
  return listAt(fields.Branches, `${path}.Branches`).map((machine, index) => ({
    machine,
    path: `${path}.Branches[${index}]`,
  }));
}

function objectAt(value: unknown, path: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new NotAMachineError(path, "must be an object");
}

function listAt(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new NotAMachineError(path, "must be an array");
}
