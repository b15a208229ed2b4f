import type { Block, Json } from "@batchline/asl";
import { allStates, expressionIn, isDistributed, isObject, type Located } from "@batchline/asl";
import { parseResource, type Resource } from "./resource.ts";
import { unsupported } from "./sdk/convert.ts";
import { sdkOperation } from "./sdk/services.ts";

/** What of a machine's Tasks cannot be run: see `checkTask`, and Express children wait for nothing. */
export function checkIntegrations(machine: Block): string[] {
  return [...allStates(machine).flatMap(checkTask), ...allStates(machine).flatMap(expressProblems)];
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
function expressProblems({ state, path }: Located): string[] {
  if (!isDistributed(state) || state.ItemProcessor.ProcessorConfig?.ExecutionType !== "EXPRESS") return [];
  return allStates(state.ItemProcessor, `${path}/ItemProcessor`).flatMap((inner) => {
    if (isDistributed(inner.state)) {
      return [`${inner.path}: an EXPRESS execution cannot have a distributed Map`];
    }
    const waits = inner.state.Type === "Task" && /\.(sync(:2)?|waitForTaskToken)$/.exec(inner.state.Resource);
    return waits
      ? [`${inner.path}/Resource: an EXPRESS execution cannot wait by ${waits[0]}; use STANDARD`]
      : [];
  });
}

/** A Task's Resource must be one that can be called, and its Arguments, as far as they are written out, be that call's. */
function checkTask({ state, path }: Located): string[] {
  if (state.Type !== "Task") return [];
  let resource: Resource;
  try {
    resource = parseResource(state.Resource);
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem;
    return [`${path}/Resource: ${problem.message}`];
  }
  if (resource.kind === "function" || state.Arguments === undefined) return [];
  const input = sdkOperation(resource.service, resource.action)?.input;
  if (input === undefined || isWholeExpression(state.Arguments)) return [];
  if (!isObject(state.Arguments)) return [`${path}/Arguments: must be an object or an expression`];
  // Whether a Lambda's Payload or an execution's Input is text or any JSON is the connector's affair.
  const { Payload: _payload, Input: _input, ...args } = state.Arguments;
  const missing =
    input.kind === "structure"
      ? input.required.filter((name) => !Object.hasOwn(state.Arguments as object, name))
      : [];
  return [
    ...unsupported(args, input, false),
    ...missing.map((name) => `The field '${name}' is required but was missing at /`),
  ].map((problem) => `${path}/Arguments: ${problem}`);
}

function isWholeExpression(value: Json): boolean {
  return typeof value === "string" && expressionIn(value) !== undefined;
}
