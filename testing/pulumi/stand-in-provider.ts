import { accountId } from "@batchline/embedded-aws/testing";
import type { PropertyMap, Provider, Registration } from "@batchline/pulumi-engine";

/** Creates nothing, but answers with an id, an ARN and a name for each resource, as AWS would once it exists. */
export const standInProvider: Provider = {
  create: async (resource) => ({ id: `${resource.name}-id`, outputs: outputsOf(resource) }),
  construct: async (component) => outputsOf(component),
};

/** The ARN that the role declared as `name` gets. */
export const roleArn = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;

function outputsOf({ type, name, inputs }: Registration): PropertyMap {
  const kind = type.slice(type.lastIndexOf(":") + 1);
  const given = typeof inputs.name === "string" ? inputs.name : undefined;
  const common = { arn: `arn:aws:${kind}:::${name}`, name: given ?? `${name}-name` };
  switch (type) {
    case "aws:s3/bucket:Bucket": {
      const bucket = typeof inputs.bucket === "string" ? inputs.bucket : `${name}-bucket`;
      return { ...common, bucket, arn: `arn:aws:s3:::${bucket}` };
    }
    case "aws:iam/role:Role":
      return { ...common, arn: roleArn(name) };
    case "aws:ec2/launchTemplate:LaunchTemplate":
      return { ...common, latestVersion: 7 };
    case "aws:batch/jobDefinition:JobDefinition":
      return { ...common, arn: `${common.arn}:3`, arnPrefix: common.arn, revision: 3 };
    case "aws:sfn/stateMachine:StateMachine":
      return { ...common, arn: `arn:aws:states:eu-central-1:${accountId}:stateMachine:${name}` };
    case "aws:lambda/function:Function": {
      const arn = `arn:aws:lambda:::function:${name}`;
      return { ...common, arn, ...(inputs.publish === true && { version: "3", qualifiedArn: `${arn}:3` }) };
    }
    case "awsx:ec2:Vpc":
      return {
        vpcId: `vpc-${name}`,
        publicSubnetIds: ["subnet-public", "subnet-public-2"],
        privateSubnetIds: ["subnet-private"],
        isolatedSubnetIds: ["subnet-isolated"],
      };
    case "awsx:ecr:Repository":
      return { url: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/${name}` };
    case "awsx:ecr:Image":
      return { imageUri: `${inputs.repositoryUrl}@sha256:${"ab".repeat(32)}` };
    default:
      return common;
  }
}
