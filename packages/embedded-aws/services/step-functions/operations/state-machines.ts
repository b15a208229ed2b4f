import type * as api from "@aws-sdk/client-sfn";
import type { Call, Operations } from "../../../host/gateway/service.ts";
import type { Store } from "../store.ts";
import { page } from "./page.ts";

export function stateMachineOperations(store: Store): Operations {
  return {
    DescribeStateMachine: (
      input: api.DescribeStateMachineInput,
      call: Call,
    ): api.DescribeStateMachineOutput => {
      call.authorise("states:DescribeStateMachine", input.stateMachineArn ?? "*");
      const machine = store.machine(input.stateMachineArn);
      return {
        stateMachineArn: machine.arn,
        name: machine.name,
        status: "ACTIVE",
        definition: machine.definition,
        roleArn: machine.roleArn,
        type: "STANDARD",
        creationDate: machine.createdAt,
        loggingConfiguration: machine.loggingConfiguration ?? { level: "OFF", includeExecutionData: false },
        tracingConfiguration: { enabled: false },
        revisionId: machine.revisionId,
      };
    },
    ListStateMachines: (input: api.ListStateMachinesInput, call: Call): api.ListStateMachinesOutput => {
      call.authorise("states:ListStateMachines", "*");
      const { items, nextToken } = page([...store.machines.values()], input);
      return {
        stateMachines: items.map(({ arn, name, createdAt }) => {
          return { stateMachineArn: arn, name, type: "STANDARD", creationDate: createdAt };
        }),
        nextToken,
      };
    },
  };
}
