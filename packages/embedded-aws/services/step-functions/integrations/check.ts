import type { Block, DefinitionProblem, Json } from "@batchline/asl";
import { allStates, expressionIn, isDistributed, isObject, type Located } from "@batchline/asl";
import { UnknownResourceError } from "../../../error-codes.ts";
import { argumentProblems, type SdkAction } from "./arguments.ts";
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
  for (const state of states) yield checkItemFiles(state, services);
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
  const { service, action, kind } = resource;
  return literalProblems({ service, action, optimised: kind === "optimised" }, state.Arguments).map(
    (message) => problem("Arguments", message),
  );
}

/** A distributed Map reads its items from S3, and writes its results there: at a Prefix, the keys are its own. */
function checkItemFiles(
  { name, state, path }: Located,
  services: readonly ServiceCalls[],
): DefinitionProblem[] {
  const service = services.find(({ sdkName }) => sdkName === "s3");
  if (service === undefined || state.Type !== "Map" || !isDistributed(state)) return [];
  const { ItemReader: reader, ResultWriter: writer } = state;
  const check = (
    field: "ItemReader" | "ResultWriter",
    action: string,
    args: Json,
    known?: readonly string[],
  ) =>
    literalProblems({ service, action, optimised: true }, args, known).map(
      (message): DefinitionProblem => ({
        code: "BL-L002",
        path: `${path}/${field}/Arguments`,
        state: name,
        message,
      }),
    );
  return [
    ...(reader === undefined ? [] : check("ItemReader", actionOf(reader.Resource), reader.Arguments ?? {})),
    ...(writer?.Resource === undefined
      ? []
      : check("ResultWriter", "listObjectsV2", writer.Arguments ?? {}, ["Bucket", "Prefix"])),
  ];
}

/** `getObject` of `arn:aws:states:::s3:getObject`. */
function actionOf(resource: string): string {
  return resource.slice(resource.lastIndexOf(":") + 1);
}

/** @param known the only arguments that are allowed @default all members of the model */
function literalProblems(call: SdkAction, args: Json, known?: readonly string[]): readonly string[] {
  if (isWholeExpression(args)) return [];
  if (!isObject(args)) return ["must be an object or an expression"];
  const unknown = Object.keys(args).filter((key) => known?.includes(key) === false);
  const others = Object.fromEntries(Object.entries(args).filter(([key]) => !unknown.includes(key)));
  return [
    ...unknown.map((key) => `The field '${key}' is not supported by Step Functions at /`),
    ...argumentProblems(call, others, "definition"),
  ];
}

function isWholeExpression(value: Json): boolean {
  return typeof value === "string" && expressionIn(value) !== undefined;
}
