/** The parameters of a service call: `true` is any value; an object has these names; an array has elements like this one. */
export type Parameters = true | readonly [Parameters] | { readonly [name: string]: Parameters };

/** The parameters of one call, and which of them are required. */
interface Call {
  readonly required: readonly string[];
  readonly parameters: Parameters;
}

/** Parameters of any value, from their names with spaces between. */
const fields = (names: string): Readonly<Record<string, Parameters>> =>
  Object.fromEntries(names.split(" ").map((name) => [name, true]));

/** A call with the parameters named, and those `nested` whose parts are known. */
function takes(required: string, optional: string, nested: Readonly<Record<string, Parameters>> = {}): Call {
  const all = Object.entries({ ...fields(`${required} ${optional}`), ...nested });
  const parameters = Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  return { required: required.split(" "), parameters };
}

const containerOverrides = {
  ...fields("Command InstanceType Memory Vcpus"),
  Environment: [fields("Name Value")],
  ResourceRequirements: [fields("Type Value")],
} as const;

const conditionalWrite =
  "ConditionExpression ConditionalOperator Expected ExpressionAttributeNames ExpressionAttributeValues " +
  "ReturnConsumedCapacity ReturnItemCollectionMetrics ReturnValues ReturnValuesOnConditionCheckFailure";

const submission = (more: Readonly<Record<string, Parameters>>): Call =>
  takes(
    "JobName JobQueue JobDefinition",
    "EcsPropertiesOverride EksPropertiesOverride Parameters PropagateTags SchedulingPriorityOverride ShareIdentifier Tags",
    {
      ...more,
      ArrayProperties: fields("Size"),
      ConsumableResourcePropertiesOverride: {
        ConsumableResourceList: [fields("ConsumableResource Quantity")],
      },
      ContainerOverrides: containerOverrides,
      DependsOn: [fields("JobId Type")],
      RetryStrategy: {
        ...fields("Attempts"),
        EvaluateOnExit: [fields("Action OnExitCode OnReason OnStatusReason")],
      },
      Timeout: fields("AttemptDurationSeconds"),
    },
  );

/** The optional parameters of an object's calls are not checked. */
const objectCall: Call = { required: ["Bucket", "Key"], parameters: true };

/** Integration, without its pattern (`.sync`, …) → call. */
const calls: Readonly<Record<string, Call>> = {
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html as Step Functions spells it
  "batch:submitJob": submission({}),
  // The API has more parameters than Step Functions' own integration: https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html
  "aws-sdk:batch:submitJob": submission({
    NodeOverrides: {
      NodePropertyOverrides: [
        {
          ...fields("ConsumableResourcePropertiesOverride EcsPropertiesOverride InstanceTypes TargetNodes"),
          ContainerOverrides: containerOverrides,
        },
      ],
      ...fields("NumNodes"),
    },
  }),
  "aws-sdk:batch:describeJobs": { required: ["Jobs"], parameters: fields("Jobs") },
  "aws-sdk:batch:terminateJob": { required: ["JobId", "Reason"], parameters: fields("JobId Reason") },
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
  "dynamodb:getItem": takes(
    "TableName Key",
    "AttributesToGet ConsistentRead ExpressionAttributeNames ProjectionExpression ReturnConsumedCapacity",
  ),
  "dynamodb:putItem": takes("TableName Item", conditionalWrite),
  "dynamodb:updateItem": takes("TableName Key", `AttributeUpdates UpdateExpression ${conditionalWrite}`),
  "dynamodb:deleteItem": takes("TableName Key", conditionalWrite),
  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html
  "ecs:runTask": takes(
    "TaskDefinition",
    "CapacityProviderStrategy Cluster EnableECSManagedTags EnableExecuteCommand Group LaunchType Overrides " +
      "PlacementConstraints PlacementStrategy PlatformVersion PropagateTags ReferenceId StartedBy Tags VolumeConfigurations",
    { NetworkConfiguration: { AwsvpcConfiguration: fields("AssignPublicIp SecurityGroups Subnets") } },
  ),
  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html
  "events:putEvents": takes("Entries", "EndpointId", {
    Entries: [fields("Detail DetailType EventBusName Resources Source Time TraceHeader")],
  }),
  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-glue.html
  "glue:startJobRun": takes(
    "JobName",
    "AllocatedCapacity Arguments ExecutionClass ExecutionRoleSessionPolicy JobRunId JobRunQueuingEnabled MaxCapacity " +
      "NotificationProperty NumberOfWorkers SecurityConfiguration Timeout WorkerType",
  ),
  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
  "lambda:invoke": takes("FunctionName", "ClientContext InvocationType Payload Qualifier"),
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
  "aws-sdk:s3:getObject": objectCall,
  "aws-sdk:s3:putObject": objectCall,
  // https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
  "aws-sdk:sesv2:sendEmail": takes(
    "Content",
    "ConfigurationSetName EmailTags EndpointId FeedbackForwardingEmailAddress FeedbackForwardingEmailAddressIdentityArn " +
      "FromEmailAddress FromEmailAddressIdentityArn ListManagementOptions ReplyToAddresses TenantName",
    {
      Content: {
        ...fields("Raw Template"),
        Simple: { ...fields("Attachments Headers Subject"), Body: fields("Html Text") },
      },
      Destination: fields("BccAddresses CcAddresses ToAddresses"),
    },
  ),
  // https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
  "sns:publish": takes(
    "Message",
    "MessageAttributes MessageDeduplicationId MessageGroupId MessageStructure PhoneNumber Subject TargetArn TopicArn",
  ),
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
  "sqs:sendMessage": takes(
    "QueueUrl MessageBody",
    "DelaySeconds MessageAttributes MessageDeduplicationId MessageGroupId",
  ),
  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
  "states:startExecution": takes("StateMachineArn", "Input Name TraceHeader"),
};

/** The call of a task's resource, with any pattern. Undefined for a call that the builder does not know and does not check. */
export const callOf = (resource: string): Call | undefined =>
  calls[resource.replace(/^arn:aws:states:::/, "").replace(/\.(sync(:2)?|waitForTaskToken)$/, "")];
