import type { JobDetail } from "@aws-sdk/client-batch";
import type { Execution } from "../step-functions/execution.ts";
import type { EventContent } from "./event.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
export function executionStatusChange(execution: Execution): EventContent {
  const { arn, name, machine, status, startDate, stopDate, input, output, error, cause } = execution;
  const { redriveCount, redriveDate } = execution;
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
      output: output ?? null,
      inputDetails: { included: true },
      outputDetails: output === undefined ? null : { included: true },
      error: error ?? null,
      cause: cause ?? null,
      redriveCount,
      redriveDate: redriveDate?.getTime() ?? null,
    },
  };
}

/** https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html */
export function jobStateChange(job: JobDetail): EventContent {
  return {
    source: "aws.batch",
    detailType: "Batch Job State Change",
    resources: job.jobArn === undefined ? [] : [job.jobArn],
    detail: job,
  };
}
