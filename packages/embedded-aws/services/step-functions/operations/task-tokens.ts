import type { SendTaskFailureInput, SendTaskHeartbeatInput, SendTaskSuccessInput } from "@aws-sdk/client-sfn";
import type { Json } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import type { Call, Operations } from "../../../host/gateway/service.ts";
import type { TaskTokens } from "../task-tokens.ts";

/** Whoever has a task's token may report; IAM knows no resource for these actions. */
export function taskTokenOperations(tokens: TaskTokens): Operations {
  return {
    SendTaskSuccess: ({ taskToken, output }: SendTaskSuccessInput, call: Call) => {
      call.authorise("states:SendTaskSuccess", "*");
      tokens.find(taskToken ?? "").succeed(parse(output ?? ""));
    },
    SendTaskFailure: ({ taskToken, error, cause }: SendTaskFailureInput, call: Call) => {
      call.authorise("states:SendTaskFailure", "*");
      tokens.find(taskToken ?? "").fail(new StateError(error ?? "", cause));
    },
    SendTaskHeartbeat: ({ taskToken }: SendTaskHeartbeatInput, call: Call) => {
      call.authorise("states:SendTaskHeartbeat", "*");
      tokens.find(taskToken ?? "").beat();
    },
  };
}

function parse(output: string): Json {
  try {
    return JSON.parse(output);
  } catch (cause) {
    throw new AwsError(
      "InvalidOutput",
      `Invalid Output: '${cause instanceof Error ? cause.message : cause}'`,
    );
  }
}
