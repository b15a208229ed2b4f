import { parseSecretReference } from "@batchline/aws-facts";
import type { PropertyMap, Registration } from "@batchline/pulumi-engine";
import { accountId } from "../host/identity/principal.ts";
import { regionalArn } from "./arn.ts";
import type { Realisations, Realise } from "./deployment.ts";
import { type NameRules, type PhysicalNames, physicalId, uuidOf } from "./physical-name.ts";

/**
 * Types that are declared only: they get the id, ARN and name they would have on AWS, and nothing behind them. What the
 * program sets on them has no effect here; docs/local.md says so.
 */
export const declared: Realisations = {
  "aws:ec2/vpc:Vpc": ec2("vpc", "vpc", { cidrBlock: "10.0.0.0/16", ownerId: accountId }),
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
  "aws:ec2/securityGroup:SecurityGroup": ec2(
    "sg",
    "security-group",
    { ownerId: accountId },
    { maxLength: 255 },
  ),
  "aws:ec2/securityGroupRule:SecurityGroupRule": ec2("sgrule", "security-group-rule"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ec2("sgr", "security-group-rule"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ec2("sgr", "security-group-rule"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", "vpc-endpoint", { state: "available" }),
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway"),
  "aws:ec2/natGateway:NatGateway": ec2("nat", "natgateway"),
  "aws:ec2/eip:Eip": ec2("eipalloc", "elastic-ip"),
  "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table"),
  "aws:ec2/route:Route": ec2("r", "route"),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ec2("rtbassoc", "route-table-association"),
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": ec2("a", "vpc-endpoint"),
  "aws:ec2/launchTemplate:LaunchTemplate": ec2(
    "lt",
    "launch-template",
    { latestVersion: 1, defaultVersion: 1 },
    { maxLength: 128 },
  ),
  "aws:ec2/placementGroup:PlacementGroup": named("ec2", "placement-group/", 255),
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),

  "aws:s3/bucketPolicy:BucketPolicy": settingOf("bucket"),
  "aws:s3/bucketVersioning:BucketVersioning": settingOf("bucket"),
  "aws:s3/bucketVersioningV2:BucketVersioningV2": settingOf("bucket"),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    settingOf("bucket"),
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2":
    settingOf("bucket"),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": settingOf("bucket"),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": settingOf("bucket"),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": settingOf("bucket"),
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": settingOf("bucket"),
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": settingOf("bucket"),
  "aws:s3/bucketLogging:BucketLogging": settingOf("bucket"),
  "aws:dynamodb/resourcePolicy:ResourcePolicy": settingOf("resourceArn"),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": settingOf("repository"),
  "aws:ecr/repositoryPolicy:RepositoryPolicy": settingOf("repository"),
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": settingOf("functionName"),
  "aws:sns/topicPolicy:TopicPolicy": settingOf("arn"),
  "aws:sqs/queuePolicy:QueuePolicy": settingOf("queueUrl"),
  "aws:secretsmanager/secretPolicy:SecretPolicy": settingOf("secretArn"),

  "aws:cloudwatch/metricAlarm:MetricAlarm": named("cloudwatch", "alarm:", 255),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": named("cloudwatch", "alarm:", 255, "alarmName"),
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": named("logs", "metric-filter:", 512),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": settingOf("policyName"),
  "aws:cloudwatch/dashboard:Dashboard": (resource) => {
    const name = String(resource.inputs.dashboardName);
    return { id: name, outputs: { dashboardArn: `arn:aws:cloudwatch::${accountId}:dashboard/${name}` } };
  },
  "aws:secretsmanager/secret:Secret": (resource, { names, region }) => {
    const read = parseSecretReference(resource.readId ?? "");
    if (read !== undefined) return { id: read.secretArn, outputs: { name: read.name, arn: read.secretArn } };
    const name = nameOf(resource, names, { maxLength: 512 });
    // AWS adds six characters to the name, so that rights on a secret are not those on its successor.
    const arn = regionalArn("secretsmanager", region, `secret:${name}-${uuidOf(resource).slice(0, 6)}`);
    return { id: arn, outputs: { name, arn } };
  },
  "aws:kms/key:Key": (resource, { region }) => {
    const keyId = uuidOf(resource);
    return { id: keyId, outputs: { keyId, arn: regionalArn("kms", region, `key/${keyId}`) } };
  },
  "aws:kms/alias:Alias": (resource, { region }) => {
    const name = text(resource.inputs.name) ?? `alias/${resource.name}`;
    return { id: name, outputs: { name, arn: regionalArn("kms", region, name) } };
  },
};

/** A thing of EC2 with an id such as `subnet-0a1b…`; a name too, when `maxName` is given. */
function ec2(prefix: string, kind: string, outputs: PropertyMap = {}, rules?: NameRules): Realise {
  return (resource, { names, region }) => {
    const id = resource.readId ?? physicalId(prefix, resource);
    const name: PropertyMap = rules === undefined ? {} : { name: nameOf(resource, names, rules) };
    return {
      id,
      outputs: { ...outputs, ...name, arn: regionalArn("ec2", region, `${kind}/${id}`), region },
    };
  };
}

/** A thing whose id is its name. */
function named(service: string, arnPrefix: string, maxLength: number, nameInput = "name"): Realise {
  return (resource, { names, region }) => {
    const name = nameOf(resource, names, { maxLength }, nameInput);
    return { id: name, outputs: { [nameInput]: name, arn: regionalArn(service, region, arnPrefix + name) } };
  };
}

/** A setting of another resource, which goes by that one's id. */
function settingOf(input: string): Realise {
  return (resource) => ({ id: text(resource.inputs[input]) ?? uuidOf(resource), outputs: {} });
}

function nameOf(resource: Registration, names: PhysicalNames, rules: NameRules, input = "name"): string {
  const { inputs } = resource;
  return names.of(resource, { name: text(inputs[input]), namePrefix: text(inputs.namePrefix) }, rules);
}

function text(value: PropertyMap[string] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
