import type { PropertyMap } from "@batchline/pulumi-engine";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { accountId } from "../../host/identity/principal.ts";
import { regionalArn } from "../../providers/arn.ts";
import { declaredByName, declaredOnly } from "../../providers/declared-only.ts";
import { nameOf } from "../../providers/inputs.ts";
import type { Naming } from "../../providers/naming.ts";
import { physicalId } from "../../providers/physical-id.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import { launchTemplate } from "./launch-template.ts";

const groupNaming: Naming = {
  maxLength: 255,
  taken: (name, { vpcId }) =>
    new AwsError("InvalidGroup.Duplicate", `The security group '${name}' already exists for VPC '${vpcId}'`),
  uniqueWithin: ({ vpcId }) => vpcId,
};
const placementNaming: Naming = {
  maxLength: 255,
  taken: (name) =>
    new AwsError("InvalidPlacementGroup.Duplicate", `The placement group '${name}' already exists.`),
};

export const declaredTypes: ResourceTypes<unknown> = {
  "aws:ec2/vpc:Vpc": ec2("vpc", "vpc", { ownerId: accountId }),
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg", "security-group", { ownerId: accountId }, groupNaming),
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
  "aws:ec2/launchTemplate:LaunchTemplate": launchTemplate,
  "aws:ec2/placementGroup:PlacementGroup": declaredByName("ec2", "placement-group/", placementNaming),
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
};

/** A resource with an id such as `subnet-0a1b…`, and with a name if `naming` is given. */
function ec2(prefix: string, kind: string, outputs: PropertyMap = {}, naming?: Naming) {
  const hasName = naming !== undefined;
  return declaredOnly(
    (resource, { digits, region }) => {
      const id = resource.readId ?? physicalId(prefix, digits);
      const name: PropertyMap = hasName && resource.readId === undefined ? { name: nameOf(resource) } : {};
      const arn = regionalArn("ec2", region, `${kind}/${id}`);
      return { id, outputs: { ...outputs, ...name, arn, region } };
    },
    hasName ? { naming } : {},
  );
}
