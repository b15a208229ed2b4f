import type { Coverage, OperationCoverage } from "../../models/coverage.ts";

/** Nothing is encrypted here, so nobody sees less than all. */
const data: OperationCoverage = { only: { includedData: ["ALL_DATA"] } };

const machine: OperationCoverage = {
  refused: [
    "tracingConfiguration.enabled",
    "publish",
    "versionDescription",
    "encryptionConfiguration.kmsKeyId",
  ],
  only: { "encryptionConfiguration.type": ["AWS_OWNED_KEY"] },
  ignored: { "encryptionConfiguration.kmsDataKeyReusePeriodSeconds": "needs a key, which is refused" },
};

/** What Step Functions here does with the members of AWS's model. */
export const coverage: Coverage = {
  StartExecution: { ignored: { traceHeader: "X-Ray is not there to receive it" } },
  StopExecution: {},
  DescribeExecution: data,
  RedriveExecution: {},
  DescribeStateMachineForExecution: data,
  GetExecutionHistory: {},
  ListExecutions: {},
  ListMapRuns: {},
  DescribeMapRun: {},
  CreateStateMachine: { ...machine, only: { ...machine.only, type: ["STANDARD"] } },
  UpdateStateMachine: machine,
  DeleteStateMachine: {},
  DescribeStateMachine: {},
  ListStateMachines: {},
  ListTagsForResource: {},
  TagResource: {},
  UntagResource: {},
  SendTaskSuccess: {},
  SendTaskFailure: {},
  SendTaskHeartbeat: {},
  ValidateStateMachineDefinition: { only: { type: ["STANDARD"] } },
  TestState: {
    refused: ["stateConfiguration.errorCausedByState"],
    ignored: { revealSecrets: "only HTTP Tasks have secrets" },
  },
};
