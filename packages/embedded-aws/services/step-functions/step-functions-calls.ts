import type { Json, JsonObject } from "@batchline/asl";
import { runToEnd, unlessFailed } from "./integrations/run-to-end.ts";
import type { ServiceCalls, Task } from "./integrations/service-calls.ts";
import { withText } from "./integrations/text-argument.ts";

export const calls: ServiceCalls = {
  sdkName: "sfn",
  model: "stepfunctions",
  package: "@aws-sdk/client-sfn",
  client: "SFNClient",
  name: "Sfn",
  optimised: {
    type: "states",
    name: "StepFunctions",
    baseException: "AWSStepFunctionsException",
    actions: {
      startExecution: {
        patterns: ["", ".sync", ".sync:2", ".waitForTaskToken"],
        json: ["Input"],
        call: (task) => start(task, task.request.signal),
        sync: runExecution,
      },
    },
  },
};

function start({ sdk, request }: Task, signal?: AbortSignal) {
  return sdk("startExecution", withText(request.arguments, "Input"), signal);
}

/** Input and output as JSON, not as text. */
function withJson(execution: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(execution).map(([name, value]) =>
      /^(Input|Output)$/.test(name) && typeof value === "string" ? [name, JSON.parse(value)] : [name, value],
    ),
  );
}

/** Resolves to the execution; with `.sync:2` its input and output are JSON. One that did not succeed fails the task. */
function runExecution(task: Task): Promise<Json> {
  const { sdk, request, pattern, waitForExecution } = task;
  return runToEnd(task, {
    start: () => start(task),
    async end({ ExecutionArn }) {
      const executionArn = String(ExecutionArn);
      await waitForExecution(executionArn, request.signal);
      const {
        SdkHttpMetadata: _http,
        SdkResponseMetadata: _response,
        ...execution
      } = await sdk("describeExecution", { ExecutionArn: executionArn }, request.signal);
      const shown = pattern === ".sync:2" ? withJson(execution) : execution;
      return unlessFailed(shown, execution.Status === "SUCCEEDED");
    },
    stop: ({ ExecutionArn }) => sdk("stopExecution", { ExecutionArn: String(ExecutionArn) }),
  });
}
