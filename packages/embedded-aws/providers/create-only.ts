/**
 * Inputs that cannot change: another value needs a new resource. `forceNew` of the AWS provider's schemas, version 7.48:
 * https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service
 *
 * Type → paths, separated by spaces. `region` is create-only for every type of a region, and not listed.
 */
const createOnly: Readonly<Record<string, string>> = {
  "aws:batch/computeEnvironment:ComputeEnvironment":
    "name namePrefix type eksConfiguration computeResources.spotIamFleetRole",
  "aws:batch/jobDefinition:JobDefinition": "name",
  "aws:batch/jobQueue:JobQueue": "name",
  "aws:batch/schedulingPolicy:SchedulingPolicy": "name",
  "aws:budgets/budget:Budget": "accountId name namePrefix",
  "aws:cloudcontrol/resource:Resource": "typeName",
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": "alarmName",
  "aws:cloudwatch/dashboard:Dashboard": "dashboardName",
  "aws:cloudwatch/eventRule:EventRule": "name namePrefix eventBusName",
  "aws:cloudwatch/eventTarget:EventTarget": "rule eventBusName targetId",
  "aws:cloudwatch/logGroup:LogGroup": "name namePrefix logGroupClass",
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": "name logGroupName",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyName resourceArn",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "name",
  "aws:dynamodb/resourcePolicy:ResourcePolicy": "resourceArn",
  "aws:dynamodb/table:Table":
    "name hashKey rangeKey importTable localSecondaryIndexes restoreDateTime restoreSourceName restoreSourceTableArn restoreToLatestTime",
  "aws:ec2/eip:Eip": "address customerOwnedIpv4Pool domain ipamPoolId networkBorderGroup publicIpv4Pool",
  "aws:ec2/flowLog:FlowLog":
    "deliverCrossAccountRole destinationOptions eniId iamRoleArn logDestination logDestinationType logFormat maxAggregationInterval subnetId trafficType transitGatewayAttachmentId transitGatewayId vpcId",
  "aws:ec2/launchTemplate:LaunchTemplate": "name namePrefix",
  "aws:ec2/natGateway:NatGateway": "allocationId availabilityMode connectivityType privateIp subnetId vpcId",
  "aws:ec2/placementGroup:PlacementGroup": "name partitionCount spreadLevel strategy",
  "aws:ec2/route:Route": "destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId routeTableId",
  "aws:ec2/routeTable:RouteTable": "vpcId",
  "aws:ec2/routeTableAssociation:RouteTableAssociation": "gatewayId subnetId",
  "aws:ec2/securityGroup:SecurityGroup": "name namePrefix description vpcId",
  "aws:ec2/securityGroupRule:SecurityGroupRule":
    "cidrBlocks fromPort ipv6CidrBlocks prefixListIds protocol securityGroupId self sourceSecurityGroupId toPort type",
  "aws:ec2/subnet:Subnet":
    "availabilityZone availabilityZoneId cidrBlock ipv4IpamPoolId ipv4NetmaskLength ipv6IpamPoolId ipv6Native ipv6NetmaskLength outpostArn vpcId",
  "aws:ec2/vpc:Vpc": "cidrBlock ipv4IpamPoolId ipv4NetmaskLength",
  "aws:ec2/vpcEndpoint:VpcEndpoint":
    "resourceConfigurationArn serviceName serviceNetworkArn serviceRegion vpcEndpointType vpcId",
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": "routeTableId vpcEndpointId",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": "policy repository",
  "aws:ecr/repository:Repository": "name encryptionConfigurations",
  "aws:ecr/repositoryPolicy:RepositoryPolicy": "repository",
  "aws:iam/instanceProfile:InstanceProfile": "name namePrefix path",
  "aws:iam/policy:Policy": "name namePrefix description path",
  "aws:iam/role:Role": "name namePrefix path",
  "aws:iam/rolePolicy:RolePolicy": "name namePrefix role",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn role",
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": "awsServiceName customSuffix",
  "aws:kms/alias:Alias": "name namePrefix",
  "aws:kms/key:Key": "customKeyStoreId customerMasterKeySpec keyUsage multiRegion xksKeyId",
  "aws:lambda/alias:Alias": "functionName name",
  "aws:lambda/function:Function": "name packageType tenancyConfig",
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": "functionName qualifier",
  "aws:lambda/permission:Permission":
    "action eventSourceToken function functionUrlAuthType invokedViaFunctionUrl principal principalOrgId qualifier sourceAccount sourceArn statementId statementIdPrefix",
  "aws:s3/bucket:Bucket": "bucket bucketNamespace bucketPrefix objectLockEnabled",
  "aws:s3/bucketV2:BucketV2": "bucket bucketNamespace bucketPrefix objectLockEnabled",
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": "bucket expectedBucketOwner",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "bucket expectedBucketOwner",
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": "bucket expectedBucketOwner",
  "aws:s3/bucketLogging:BucketLogging": "bucket expectedBucketOwner",
  "aws:s3/bucketObject:BucketObject": "bucket key",
  "aws:s3/bucketObjectv2:BucketObjectv2": "bucket key",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "bucket",
  "aws:s3/bucketPolicy:BucketPolicy": "bucket",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "bucket",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    "bucket expectedBucketOwner",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2":
    "bucket expectedBucketOwner",
  "aws:s3/bucketVersioning:BucketVersioning": "bucket expectedBucketOwner",
  "aws:s3/bucketVersioningV2:BucketVersioningV2": "bucket expectedBucketOwner",
  "aws:scheduler/schedule:Schedule": "name namePrefix groupName",
  "aws:scheduler/scheduleGroup:ScheduleGroup": "name namePrefix",
  "aws:secretsmanager/secret:Secret": "name namePrefix type",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "secretArn",
  "aws:sesv2/emailIdentity:EmailIdentity": "emailIdentity",
  "aws:sfn/stateMachine:StateMachine": "name namePrefix type",
  "aws:sns/topic:Topic": "name namePrefix fifoTopic",
  "aws:sns/topicPolicy:TopicPolicy": "arn",
  "aws:sns/topicSubscription:TopicSubscription": "endpoint protocol topic",
  "aws:sqs/queue:Queue": "name namePrefix fifoQueue",
  "aws:sqs/queuePolicy:QueuePolicy": "queueUrl",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "securityGroupId",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "securityGroupId",
  "time:index/sleep:Sleep": "triggers",
};

/**
 * Types whose old resource goes first: it and the new one would be the same to AWS.
 * https://github.com/pulumi/pulumi-aws/blob/master/provider/resource_overrides.go
 */
const deletedBeforeReplaced: ReadonlySet<string> = new Set([
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
]);

/** Paths of the inputs that cannot change, for example `computeResources.spotIamFleetRole`. `type` is a token. */
export function createOnlyInputs(type: string): readonly string[] {
  return [...(createOnly[type]?.split(" ") ?? []), "region"];
}

/** Whether the old resource of a type is always deleted before its replacement is created. */
export function isDeletedBeforeReplaced(type: string): boolean {
  return deletedBeforeReplaced.has(type);
}
