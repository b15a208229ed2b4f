import { type Calls, fields, takes } from "../parameters.ts";

export const submitJobResource = "arn:aws:states:::batch:submitJob";
export const describeJobsResource = "arn:aws:states:::aws-sdk:batch:describeJobs";
export const terminateJobResource = "arn:aws:states:::aws-sdk:batch:terminateJob";

const containerOverrides = {
  ...fields("Command InstanceType Memory Vcpus"),
  Environment: [fields("Name Value")],
  ResourceRequirements: [fields("Type Value")],
} as const;

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html as Step Functions spells it */
export const batchCalls: Calls = {
  [submitJobResource]: takes(
    "JobName JobQueue JobDefinition",
    "EcsPropertiesOverride EksPropertiesOverride Parameters PropagateTags SchedulingPriorityOverride ShareIdentifier Tags",
    {
      ArrayProperties: fields("Size"),
      ConsumableResourcePropertiesOverride: {
        ConsumableResourceList: [fields("ConsumableResource Quantity")],
      },
      ContainerOverrides: containerOverrides,
      DependsOn: [fields("JobId Type")],
      NodeOverrides: {
        NodePropertyOverrides: [
          {
            ...fields("ConsumableResourcePropertiesOverride EcsPropertiesOverride InstanceTypes TargetNodes"),
            ContainerOverrides: containerOverrides,
          },
        ],
        ...fields("NumNodes"),
      },
      RetryStrategy: {
        ...fields("Attempts"),
        EvaluateOnExit: [fields("Action OnExitCode OnReason OnStatusReason")],
      },
      Timeout: fields("AttemptDurationSeconds"),
    },
  ),
  [describeJobsResource]: { required: ["Jobs"], parameters: fields("Jobs") },
  [terminateJobResource]: { required: ["JobId", "Reason"], parameters: fields("JobId Reason") },
};
