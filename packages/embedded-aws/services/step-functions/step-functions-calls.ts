import type { Json } from "@batchline/asl";
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

/** Resolves to the execution; with `.sync:2` its output is JSON. One that did not succeed fails the task. */
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
      const { Output, Status } = execution;
      const parsed = pattern === ".sync:2" && typeof Output === "string";
      return unlessFailed(
        parsed ? { ...execution, Output: JSON.parse(Output) } : execution,
        Status === "SUCCEEDED",
      );
    },
    stop: ({ ExecutionArn }) => sdk("stopExecution", { ExecutionArn: String(ExecutionArn) }),
  });
}
