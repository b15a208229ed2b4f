import type { Block, DefinitionProblem, Json } from "@batchline/asl";
import { allStates, expressionIn, isDistributed, isObject, type Located } from "@batchline/asl";
import { UnknownResourceError } from "../../../error-codes.ts";
import { argumentProblems } from "./arguments.ts";
import { parseResource, type Resource } from "./resource.ts";
import type { ServiceCalls } from "./service-calls.ts";

/** The Tasks that cannot run here, and the states that an Express execution cannot have. */
export function checkIntegrations(machine: Block, services: readonly ServiceCalls[]): DefinitionProblem[] {
  return [...integrationProblems(machine, services)].flat();
}

/** `checkIntegrations` state by state. */
export function* integrationProblems(
  machine: Block,
  services: readonly ServiceCalls[],
): Generator<DefinitionProblem[]> {
  const states = allStates(machine);
  for (const state of states) yield checkTask(state, services);
  for (const state of states) yield expressProblems(state);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
function expressProblems({ state, path }: Located): DefinitionProblem[] {
  if (!isDistributed(state) || state.ItemProcessor.ProcessorConfig?.ExecutionType !== "EXPRESS") return [];
  return allStates(state.ItemProcessor, `${path}/ItemProcessor`).flatMap((inner): DefinitionProblem[] => {
    if (isDistributed(inner.state)) {
      const message = "an EXPRESS execution cannot have a distributed Map";
      return [{ code: "BL-L002", path: inner.path, state: inner.name, message }];
    }
    const waits = inner.state.Type === "Task" && /\.(sync(:2)?|waitForTaskToken)$/.exec(inner.state.Resource);
    if (!waits) return [];
    const message = `Express state machine does not support '${waits[0]}' service integration`;
    return [{ code: "BL-L002", path: `${inner.path}/Resource`, state: inner.name, message }];
  });
}

/** A Task's Resource must be callable, and literal Arguments must fit the operation. */
function checkTask({ name, state, path }: Located, services: readonly ServiceCalls[]): DefinitionProblem[] {
  if (state.Type !== "Task") return [];
  const problem = (field: "Resource" | "Arguments", message: string): DefinitionProblem => ({
    code: field === "Resource" ? "BL-L014" : "BL-L002",
    path: `${path}/${field}`,
    state: name,
    message,
  });
  let resource: Resource;
  try {
    resource = parseResource(state.Resource, services);
  } catch (error) {
    if (!(error instanceof UnknownResourceError)) throw error;
    return [problem("Resource", error.message)];
  }
  if (resource.kind === "function" || state.Arguments === undefined) return [];
  if (isWholeExpression(state.Arguments)) return [];
  if (!isObject(state.Arguments)) return [problem("Arguments", "must be an object or an expression")];
  const { service, action, kind } = resource;
  const call = { service, action, optimised: kind === "optimised" };
  return argumentProblems(call, state.Arguments, "definition").map((message) =>
    problem("Arguments", message),
  );
}

function isWholeExpression(value: Json): boolean {
  return typeof value === "string" && expressionIn(value) !== undefined;
}
