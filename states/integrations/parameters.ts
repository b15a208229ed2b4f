/** The parameters a service call takes: `true` is anything; an object has those names; an array has such elements. */
export type Parameters = true | readonly [Parameters] | { readonly [name: string]: Parameters };

interface Call {
  readonly required: readonly string[];
  readonly parameters: { readonly [name: string]: Parameters };
}

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html in the spelling of Step Functions */
const submitJob: Call = {
  required: ["JobName", "JobQueue", "JobDefinition"],
  parameters: {
    ArrayProperties: { Size: true },
    ConsumableResourcePropertiesOverride: {
      ConsumableResourceList: [{ ConsumableResource: true, Quantity: true }],
    },
    ContainerOverrides: {
      Command: true,
      Environment: [{ Name: true, Value: true }],
      InstanceType: true,
      Memory: true,
      ResourceRequirements: [{ Type: true, Value: true }],
      Vcpus: true,
    },
    DependsOn: [{ JobId: true, Type: true }],
    EcsPropertiesOverride: true,
    EksPropertiesOverride: true,
    JobDefinition: true,
    JobName: true,
    JobQueue: true,
    NodeOverrides: { NodePropertyOverrides: true, NumNodes: true },
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

/** What the integrations that the builder knows take. A call that is not here is not checked. */
export const calls: Readonly<Record<string, Call>> = {
  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
  "arn:aws:states:::lambda:invoke": {
    required: ["FunctionName"],
    parameters: {
      ClientContext: true,
      FunctionName: true,
      InvocationType: true,
      Payload: true,
      Qualifier: true,
    },
  },
  "arn:aws:states:::batch:submitJob": submitJob,
  "arn:aws:states:::batch:submitJob.sync": submitJob,
  "arn:aws:states:::aws-sdk:batch:describeJobs": { required: ["Jobs"], parameters: { Jobs: true } },
  "arn:aws:states:::aws-sdk:batch:terminateJob": {
    required: ["JobId", "Reason"],
    parameters: { JobId: true, Reason: true },
  },
};
