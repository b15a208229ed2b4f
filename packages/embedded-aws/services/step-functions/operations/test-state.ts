import type { TestStateInput, TestStateOutput } from "@aws-sdk/client-sfn";
import { defined } from "@batchline/diagnostics";
import type { Call, Operations } from "../../../host/gateway/service.ts";
import type { StateTester } from "../test-state/state-tester.ts";
import { passRole } from "./pass-role.ts";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
export function testStateOperation(tester: StateTester): Operations {
  return {
    TestState: async (input: TestStateInput, call: Call): Promise<TestStateOutput> => {
      call.authorise("states:TestState", "*");
      if (input.roleArn !== undefined) passRole(call, input.roleArn);
      const { status, output, error, cause, nextState, inspection } = await tester.test(input);
      const isInspected = (input.inspectionLevel ?? "INFO") !== "INFO";
      return defined({
        status,
        output: output === undefined ? undefined : JSON.stringify(output),
        error,
        cause,
        nextState,
        inspectionData: isInspected ? inspection : undefined,
      });
    },
  };
}
