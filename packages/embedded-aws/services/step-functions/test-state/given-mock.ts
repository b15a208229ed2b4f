import type { TestStateInput } from "@aws-sdk/client-sfn";
import { isObject, type Json, type State } from "@batchline/asl";
import { type Mock, StateError } from "@batchline/state-machines";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import { parseText } from "../../../host/gateway/body/parse-json.ts";
import { parseResource } from "../integrations/resource.ts";
import type { ServiceCalls } from "../integrations/service-calls.ts";
import { checkMockedResult } from "./mocked-result.ts";

const mockable = ["Task", "Map", "Parallel"];
const refuse = (message: string) => new AwsError("ValidationException", message);

/** The mock of a test; undefined without one. Throws ValidationException in AWS's words. */
export function givenMock(
  { mock, stateConfiguration = {}, revealSecrets, roleArn }: TestStateInput,
  state: State,
  services: readonly ServiceCalls[],
): Mock | undefined {
  const { mapIterationFailureCount, mapItemReaderData } = stateConfiguration;
  if (mock === undefined) {
    if (mapIterationFailureCount !== undefined)
      throw refuse("TestState does not support MapIterationFailureCount when a mock is not specified.");
    checkUnmocked(state, roleArn);
    return undefined;
  }
  if (revealSecrets === true)
    throw refuse("TestState does not support RevealSecrets when a mock is specified.");
  const { result: text, errorOutput } = mock;
  if ((text === undefined) === (errorOutput === undefined))
    throw refuse("A test mock should have only one of the following fields: [result, errorOutput].");
  if (!mockable.includes(state.Type))
    throw refuse(`State type '${state.Type}' is not supported when a mock is specified`);
  const result = text === undefined ? undefined : parsed(text);
  if (result !== undefined) checkResult(result, state, mock.fieldValidationMode ?? "STRICT", services);
  const read = mapItemReaderData === undefined ? undefined : parsed(mapItemReaderData);
  return {
    result,
    failure: errorOutput && new StateError(errorOutput.error, errorOutput.cause),
    failedIterations: mapIterationFailureCount,
    itemsRead: Array.isArray(read) ? read : undefined,
  };
}

function checkUnmocked(state: State, roleArn: string | undefined): void {
  if (state.Type === "Map" || state.Type === "Parallel")
    throw refuse(`State type '${state.Type}' is not supported when a mock is not specified`);
  if (state.Type !== "Task") return;
  const [, pattern] = /\.(sync(?::2)?|waitForTaskToken)$/.exec(state.Resource) ?? [];
  if (pattern !== undefined)
    throw refuse(`TestState does not support '.${pattern}' when a mock is not specified.`);
  if (roleArn === undefined) throw refuse("RoleArn must be specified when a mock is not specified.");
}

function parsed(text: string): Json {
  try {
    return parseText(text);
  } catch {
    throw refuse("Mocked result must be valid JSON");
  }
}

function checkResult(
  result: Json,
  state: State,
  mode: "STRICT" | "PRESENT" | "NONE",
  services: readonly ServiceCalls[],
): void {
  if (state.Type === "Map" && state.ResultWriter?.Resource === undefined && !Array.isArray(result))
    throw refuse("Mocked result must be an array.");
  if (state.Type === "Parallel" && Array.isArray(result) && result.length !== state.Branches.length)
    throw refuse("Mocked result must contain the same number of items as number of Parallel branches.");
  if (state.Type === "Parallel" && !Array.isArray(result)) throw refuse("Mocked result must be an array.");
  if (state.Type !== "Task" || mode === "NONE" || !isObject(result)) return;
  const resource = parseResource(state.Resource, services);
  if (resource.kind === "function" || resource.pattern !== "") return;
  const problem = checkMockedResult(result, resource, mode);
  if (problem !== undefined) throw refuse(`Mock result schema validation error: ${problem}`);
}
