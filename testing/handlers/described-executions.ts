import type { DescribeExecutionInput, DescribeExecutionOutput } from "@aws-sdk/client-sfn";
import type { Call, Service } from "@batchline/embedded-aws/testing";
import { AwsError, awsJsonService } from "@batchline/embedded-aws/testing";

/** Step Functions as far as the functions of runs need it: DescribeExecution, for the executions in `executions`. */
export class DescribedExecutions {
  /** By name. */
  readonly executions = new Map<string, Partial<DescribeExecutionOutput>>();
  /** Whether DescribeExecution fails. */
  isSilent = false;
  readonly service: Service = awsJsonService({
    signingName: "states",
    version: "1.0",
    operations: {
      DescribeExecution: ({ executionArn = "" }: DescribeExecutionInput, call: Call) => {
        call.authorise("states:DescribeExecution", executionArn);
        if (this.isSilent) throw new AwsError("AccessDeniedException", "it is silent");
        const [name = "", machine] = executionArn.split(":").reverse();
        const found = this.executions.get(name);
        if (found === undefined)
          throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
        const stateMachineArn = `arn:aws:states:eu-central-1:000000000000:stateMachine:${machine}`;
        return { executionArn, stateMachineArn, name, ...found };
      },
    },
  });
}
