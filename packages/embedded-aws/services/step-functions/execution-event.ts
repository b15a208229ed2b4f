import type { EventContent } from "../events/event.ts";
import type { Execution } from "./execution.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
export function executionStatusChange(execution: Execution): EventContent {
  const { arn, name, machine, status, startDate, stopDate, input, redriveCount, redriveDate } = execution;
  const { output = null, error = null, cause = null } = execution;
  return {
    source: "aws.states",
    detailType: "Step Functions Execution Status Change",
    resources: [arn],
    detail: {
      executionArn: arn,
      stateMachineArn: machine.arn,
      name,
      status,
      startDate: startDate.getTime(),
      stopDate: stopDate?.getTime() ?? null,
      input,
      output,
      inputDetails: { included: true },
      outputDetails: output === null ? null : { included: true },
      error,
      cause,
      redriveCount,
      redriveDate: redriveDate?.getTime() ?? null,
    },
  };
}
