import type * as api from "@aws-sdk/client-sfn";
import type { DefinitionProblem } from "@batchline/asl";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import type { Call, Operations } from "../../../host/gateway/service.ts";
import { regionalArn } from "../../../providers/arn.ts";
import { asAws } from "../invalid-definition.ts";
import type { StateMachines } from "../state-machines.ts";
import type { Store } from "../store.ts";
import { checkName } from "./check-name.ts";
import { page } from "./page.ts";
import { passRole } from "./pass-role.ts";
import { settingsOf } from "./settings.ts";
import { tagContext, tagsOf } from "./tags.ts";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
export function stateMachineOperations(
  store: Store,
  machines: StateMachines,
  region: string,
  check: (definition: string) => Promise<readonly DefinitionProblem[]>,
): Operations {
  return {
    CreateStateMachine: async (
      input: api.CreateStateMachineInput,
      call: Call,
    ): Promise<api.CreateStateMachineOutput> => {
      const { name = "", definition = "", roleArn = "", type, loggingConfiguration } = input;
      const arn = regionalArn("states", region, `stateMachine:${name}`);
      const tags = tagsOf(input.tags ?? [], arn);
      call.authorise("states:CreateStateMachine", arn, tagContext(tags));
      if (Object.keys(tags).length > 0) call.authorise("states:TagResource", arn, tagContext(tags));
      passRole(call, roleArn);
      checkName(name);
      const logging = loggingConfiguration && { loggingConfiguration };
      const spec = { name, arn, definition, roleArn, type, tags, ...logging };
      const problems = await check(definition);
      const machine = asAws(() => machines.create(spec, problems));
      return { stateMachineArn: arn, creationDate: machine.createdAt };
    },
    UpdateStateMachine: async (
      input: api.UpdateStateMachineInput,
      call: Call,
    ): Promise<api.UpdateStateMachineOutput> => {
      const { stateMachineArn, definition, roleArn, loggingConfiguration } = input;
      call.authorise("states:UpdateStateMachine", stateMachineArn ?? "*");
      if (roleArn !== undefined) passRole(call, roleArn);
      const changes = {
        ...(definition !== undefined && { definition }),
        ...(roleArn !== undefined && { roleArn }),
        ...(loggingConfiguration && { loggingConfiguration }),
      };
      if (Object.keys(changes).length === 0)
        throw new AwsError(
          "MissingRequiredParameter",
          "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
        );
      const problems = definition === undefined ? [] : await check(definition);
      const { updatedAt, revisionId } = asAws(() => machines.update(stateMachineArn, changes, problems));
      return { updateDate: updatedAt, revisionId };
    },
    DeleteStateMachine: ({ stateMachineArn = "" }: api.DeleteStateMachineInput, call: Call): void => {
      call.authorise("states:DeleteStateMachine", stateMachineArn);
      // The answer does not wait for the executions.
      void machines.delete(stateMachineArn);
    },
    DescribeStateMachine: (
      input: api.DescribeStateMachineInput,
      call: Call,
    ): api.DescribeStateMachineOutput => {
      call.authorise("states:DescribeStateMachine", input.stateMachineArn ?? "*");
      const machine = store.machine(input.stateMachineArn);
      return {
        stateMachineArn: machine.arn,
        name: machine.name,
        status: machine.status,
        // https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html
        definition: input.includedData === "METADATA_ONLY" ? "{}" : machine.definition,
        roleArn: machine.roleArn,
        type: "STANDARD",
        creationDate: machine.createdAt,
        ...settingsOf(machine),
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
