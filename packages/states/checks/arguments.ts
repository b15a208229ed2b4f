import { everyStep, type Sequence, type TaskStep } from "../core/step.ts";
import type { StatesError } from "../errors.ts";
import { descend, type Node } from "../expression/node.ts";
import { callOf, type Parameters } from "../services/call-parameters.ts";
import { waitForTaskToken } from "../services/service-base.ts";
import { problemOf } from "./problem.ts";

/** Arguments that the called service does not know, and required ones that are missing. */
export function* argumentProblems(root: Sequence): Generator<StatesError> {
  for (const step of everyStep(root)) {
    const call = step.kind === "task" ? callOf(step.resource) : undefined;
    if (step.kind !== "task" || call === undefined) continue;
    yield* unknownArguments(step, step.arguments, call.parameters, "");
    const given = fieldsOf(step.arguments)?.map(([key]) => key);
    const missing = given === undefined ? [] : call.required.filter((name) => !given.includes(name));
    if (step.resource.endsWith(waitForTaskToken) && !readsTaskToken(step.arguments)) {
      yield problemOf("BL-S025", step, "it waits for its task token but does not pass it on");
    }
    for (const name of missing) yield problemOf("BL-S012", step, `it lacks the argument ${name}`);
  }
}

/** Raw JSONata may read the token: it is not searched. */
function readsTaskToken(args: Node): boolean {
  return [...descend(args)].some(
    (node) =>
      node.kind === "raw" || (node.kind === "reserved" && node.path.join(".") === "context.Task.Token"),
  );
}

function* unknownArguments(
  step: TaskStep,
  node: Node,
  known: Parameters,
  path: string,
): Generator<StatesError> {
  if (known === true) return;
  if (isElements(known)) {
    const items = node.kind === "array" ? node.items : [];
    for (const item of items) yield* unknownArguments(step, item, known[0], `${path}[]`);
    return;
  }
  for (const [key, value] of fieldsOf(node) ?? []) {
    const parameter = Object.hasOwn(known, key) ? known[key] : undefined;
    const field = path === "" ? key : `${path}.${key}`;
    if (parameter !== undefined) {
      yield* unknownArguments(step, value, parameter, field);
    } else {
      const fix = `It takes ${Object.keys(known).join(", ")}.`;
      yield problemOf("BL-S011", step, `${step.resource} has no argument ${field}`, fix);
    }
  }
}

const isElements = (parameters: Parameters): parameters is readonly [Parameters] => Array.isArray(parameters);

/** The fields that `node` has or, in one case of a conditional, may have. Undefined if they are not known. */
function fieldsOf(node: Node): (readonly [string, Node])[] | undefined {
  if (node.kind === "object") return [...node.entries];
  if (node.kind === "conditional") return together([fieldsOf(node.yes), fieldsOf(node.no)]);
  if (node.kind === "call" && node.name === "merge" && node.args[0]?.kind === "array") {
    return together(node.args[0].items.map(fieldsOf));
  }
  return undefined;
}

function together(parts: readonly ((readonly [string, Node])[] | undefined)[]) {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known.flat() : undefined;
}
