import { dynamodbCalls } from "./dynamodb/dynamodb.ts";
import { ecsCalls } from "./ecs/ecs.ts";
import { eventsCalls } from "./events/events.ts";
import { glueCalls } from "./glue/glue.ts";
import { lambdaCalls } from "./lambda/lambda.ts";
import { s3Calls } from "./s3/s3.ts";
import { sesCalls } from "./ses/ses.ts";
import { snsCalls } from "./sns/sns.ts";
import { sqsCalls } from "./sqs/sqs.ts";
import { executionCalls } from "./step-functions/executions.ts";

/** The parameters a service call takes: `true` is anything; an object has those names; an array has such elements. */
export type Parameters = true | readonly [Parameters] | { readonly [name: string]: Parameters };

/** What a call takes and needs. */
export interface Call {
  readonly required: readonly string[];
  readonly parameters: Parameters;
}

const containerOverrides: Parameters = {
  Command: true,
  Environment: [{ Name: true, Value: true }],
  InstanceType: true,
  Memory: true,
  ResourceRequirements: [{ Type: true, Value: true }],
  Vcpus: true,
};

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html in the spelling of Step Functions */
const submitJob: Call = {
  required: ["JobName", "JobQueue", "JobDefinition"],
  parameters: {
    ArrayProperties: { Size: true },
    ConsumableResourcePropertiesOverride: {
      ConsumableResourceList: [{ ConsumableResource: true, Quantity: true }],
    },
    ContainerOverrides: containerOverrides,
    DependsOn: [{ JobId: true, Type: true }],
    EcsPropertiesOverride: true,
    EksPropertiesOverride: true,
    JobDefinition: true,
    JobName: true,
    JobQueue: true,
    NodeOverrides: {
      NodePropertyOverrides: [
        {
          ConsumableResourcePropertiesOverride: true,
          ContainerOverrides: containerOverrides,
          EcsPropertiesOverride: true,
          InstanceTypes: true,
          TargetNodes: true,
        },
      ],
      NumNodes: true,
    },
    Parameters: true,
    PropagateTags: true,
    RetryStrategy: {
      Attempts: true,
      EvaluateOnExit: [{ Action: true, OnExitCode: true, OnReason: true, OnStatusReason: true }],
    },
    SchedulingPriorityOverride: true,
    ShareIdentifier: true,
    Tags: true,
    Timeout: { AttemptDurationSeconds: true },
  },
};

const calls: Readonly<Record<string, Call>> = {
  ...lambdaCalls,
  ...snsCalls,
  ...sqsCalls,
  ...sesCalls,
  ...dynamodbCalls,
  ...s3Calls,
  ...glueCalls,
  ...ecsCalls,
  ...executionCalls,
  ...eventsCalls,
  "arn:aws:states:::batch:submitJob": submitJob,
  "arn:aws:states:::aws-sdk:batch:describeJobs": { required: ["Jobs"], parameters: { Jobs: true } },
  "arn:aws:states:::aws-sdk:batch:terminateJob": {
    required: ["JobId", "Reason"],
    parameters: { JobId: true, Reason: true },
  },
};

/** What a resource takes, however it waits; undefined for one that the builder does not know, which is not checked. */
export const callOf = (resource: string): Call | undefined =>
  calls[resource.replace(/\.(sync(:2)?|waitForTaskToken)$/, "")];
