import type { SendTaskFailureInput, SendTaskHeartbeatInput, SendTaskSuccessInput } from "@aws-sdk/client-sfn";
import type { Json } from "@batchline/asl";
import { must } from "@batchline/diagnostics";
import { StateError } from "@batchline/state-machines";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import { parseText } from "../../../host/gateway/body/parse-json.ts";
import type { Call, Operations } from "../../../host/gateway/service.ts";
import type { TaskTokens } from "../task-tokens.ts";

const required = "the gateway checks required members";

/** Every holder of a task's token may report. These actions have no resource in IAM. */
export function taskTokenOperations(tokens: TaskTokens): Operations {
  return {
    SendTaskSuccess: ({ taskToken, output }: SendTaskSuccessInput, call: Call) => {
      call.authorise("states:SendTaskSuccess", "*");
      tokens.find(must(taskToken, required)).succeed(parse(must(output, required)));
    },
    SendTaskFailure: ({ taskToken, error, cause }: SendTaskFailureInput, call: Call) => {
      call.authorise("states:SendTaskFailure", "*");
      tokens.find(must(taskToken, required)).fail(new StateError(error, cause));
    },
    SendTaskHeartbeat: ({ taskToken }: SendTaskHeartbeatInput, call: Call) => {
      call.authorise("states:SendTaskHeartbeat", "*");
      tokens.find(must(taskToken, required)).beat();
    },
  };
}

function parse(output: string): Json {
  try {
    return parseText(output);
  } catch (cause) {
    throw new AwsError(
      "InvalidOutput",
      `Invalid Output: '${cause instanceof Error ? cause.message : cause}'`,
    );
  }
}
