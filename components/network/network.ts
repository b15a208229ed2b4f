import * as ec2 from "@pulumi/aws/ec2/index.js";
import * as awsx from "@pulumi/awsx/ec2/index.js";
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { ComponentResource, output } from "@pulumi/pulumi";
import { ArgumentChecks } from "../argument-error.ts";

/**
 * How workers reach the internet from a VPC that we make.
 *
 * - `nat`: private subnets behind one NAT gateway. If its zone fails, the other zones are cut off too.
 * - `nat-per-zone`: private subnets, a NAT gateway in each zone.
 * - `public-ip`: public subnets; each instance has a public address, and no inbound traffic is allowed. The cheapest.
 *   Nodes of multi-node jobs have no public address: they reach S3, DynamoDB and Lambda, but no supplier.
 * - `none`: isolated subnets; AWS services through interface endpoints, suppliers only through an egress proxy.
 */
type InternetAccess = "nat" | "nat-per-zone" | "public-ip" | "none";

/** A VPC to make. */
interface OwnVpc {
  /** Number of availability zones, 1–6. More zones have more Spot capacity to choose from. @example 3 */
  readonly zones: number;
  /** How workers reach the internet. @example "nat-per-zone" */
  readonly internet: InternetAccess;
  /** @default "10.0.0.0/16" */
  readonly cidrBlock?: string;
  readonly vpcId?: never;
}

/** An existing VPC. */
interface GivenVpc {
  /** @example vpc.vpcId */
  readonly vpcId: Input<string>;
  /** Where instances start. They need a route to Batch, ECS, ECR, CloudWatch Logs, Lambda, S3 and DynamoDB, and to STS while there is `directTenantAccess`. @example vpc.privateSubnetIds */
  readonly subnetIds: Input<readonly Input<string>[]>;
  /**
   * The subnets' route tables, which get gateway endpoints for S3 and DynamoDB. Leave it out if the VPC has them,
   * because AWS allows one for each route table. @default no endpoints
   */
  readonly routeTableIds?: readonly Input<string>[];
  readonly zones?: never;
}

/** A VPC to make, or an existing one. */
export type VpcArgs = OwnVpc | GivenVpc;

interface NetworkArgs {
  /** The VPC's region, for the endpoints' names. @example "eu-central-1" */
  readonly region: string;
  /** @example { zones: 3, internet: "nat-per-zone" } */
  readonly vpc: VpcArgs;
  /** Instances or ECS read secrets: a VPC without internet access gets an endpoint for them. @default false @example true */
  readonly secrets?: boolean;
  /** Multi-node jobs run in it: their nodes have no public address and need an endpoint for Lambda. @default false @example true */
  readonly nodes?: boolean;
  /** Runs are planned in containers, which ask Step Functions: a VPC without internet access gets an endpoint for it. @default false @example true */
  readonly planners?: boolean;
  /** Containers from before the broker may assume roles themselves: where others need an endpoint, they need one for STS. @default false @example true */
  readonly directTenantAccess?: boolean;
}

/** Services with gateway endpoints, which are free and keep traffic off the NAT gateway. */
const gatewayServices = ["s3", "dynamodb"];

/** Other services that an instance and its containers call. */
const interfaceServices = [
  "batch",
  "ecr.api",
  "ecr.dkr",
  "ecs",
  "ecs-agent",
  "ecs-telemetry",
  "lambda",
  "logs",
];

/** Of these, the services that a container with its own network interface calls itself. */
const nodeServices = ["lambda"];

/**
 * Where instances run: a VPC, its subnets and a security group without inbound traffic. @throws {ArgumentError}
 * @example new Network("network", { region: "eu-central-1", vpc: { zones: 3, internet: "nat-per-zone" } });
 */
export class Network extends ComponentResource {
  readonly vpcId: Output<string>;
  readonly subnetIds: Output<string[]>;
  /** The workers' group: nothing inbound, TCP outbound. */
  readonly securityGroup: ec2.SecurityGroup;
  /** Absent for an existing VPC. */
  readonly vpc?: awsx.Vpc;
  /** Endpoints that awsx did not make with the VPC. */
  readonly endpoints: readonly ec2.VpcEndpoint[];

  constructor(name: string, args: NetworkArgs, options?: ComponentResourceOptions) {
    super("batchline:network:Network", name, {}, options);
    validate(name, args);
    const { region, vpc } = args;
    const parent = { parent: this };
    if (vpc.vpcId === undefined) {
      this.vpc = new awsx.Vpc(name, vpcArgs(region, vpc), parent);
      this.vpcId = this.vpc.vpcId;
      this.subnetIds = this.vpc[layouts[vpc.internet].workers];
    } else {
      this.vpcId = output(vpc.vpcId);
      this.subnetIds = output(vpc.subnetIds).apply((ids) => [...ids]);
    }
    const description = "Batch workers: no way in, TCP out";
    const egress = [{ protocol: "tcp", fromPort: 0, toPort: 65535, cidrBlocks: ["0.0.0.0/0"] }];
    const group = { description, vpcId: this.vpcId, egress };
    this.securityGroup = new ec2.SecurityGroup(`${name}-workers`, group, parent);
    if (vpc.vpcId !== undefined) this.endpoints = gatewayEndpoints(name, this, region, vpc);
    else this.endpoints = interfaceEndpoints(name, this, region, reachedInside(vpc.internet, args));
    this.registerOutputs({ vpcId: this.vpcId, subnetIds: this.subnetIds });
  }
}

function validate(name: string, { vpc }: NetworkArgs): void {
  const checks = new ArgumentChecks("Network", name);
  if (vpc.vpcId !== undefined && vpc.zones !== undefined)
    checks.fail("BL-K004", "vpc", "give either vpcId and subnetIds, or zones and internet, not both");
  if (vpc.vpcId !== undefined) {
    // Outputs of other resources are right, or not yet known.
    if (typeof vpc.vpcId === "string") {
      const problem = `expected an id such as vpc-0a1b2c3d, got ${JSON.stringify(vpc.vpcId)}`;
      if (!vpc.vpcId.startsWith("vpc-")) checks.fail("BL-K003", "vpc.vpcId", problem);
    }
    if (areTexts(vpc.subnetIds)) checks.distinct("vpc.subnetIds", vpc.subnetIds, 16);
    if (vpc.routeTableIds?.length && areTexts(vpc.routeTableIds))
      checks.distinct("vpc.routeTableIds", vpc.routeTableIds);
  } else {
    checks.wholeNumber("vpc.zones", vpc.zones, 1, 6);
  }
}

function areTexts(ids: Input<readonly Input<string>[]>): ids is readonly string[] {
  return Array.isArray(ids) && ids.every((id) => typeof id === "string");
}

function vpcArgs(region: string, { zones, internet, cidrBlock }: OwnVpc): awsx.VpcArgs {
  return {
    cidrBlock: cidrBlock ?? "10.0.0.0/16",
    numberOfAvailabilityZones: zones,
    enableDnsHostnames: true,
    subnetStrategy: "Auto",
    subnetSpecs: layouts[internet].subnets.map((type) => ({ type })),
    natGateways: { strategy: layouts[internet].nat },
    vpcEndpointStrategy: "Auto",
    vpcEndpointSpecs: gatewayServices.map((service) => ({
      serviceName: `com.amazonaws.${region}.${service}`,
      vpcEndpointType: "Gateway",
    })),
  };
}

/** The VPC's subnets and NAT gateways, and the subnets in which workers run. */
const layouts = {
  nat: { subnets: ["Private", "Public"], nat: "Single", workers: "privateSubnetIds" },
  "nat-per-zone": { subnets: ["Private", "Public"], nat: "OnePerAz", workers: "privateSubnetIds" },
  "public-ip": { subnets: ["Public"], nat: "None", workers: "publicSubnetIds" },
  none: { subnets: ["Isolated"], nat: "None", workers: "isolatedSubnetIds" },
} as const satisfies Record<
  InternetAccess,
  { subnets: readonly awsx.SubnetType[]; nat: awsx.NatGatewayStrategy; workers: keyof awsx.Vpc }
>;

function gatewayEndpoints(name: string, network: Network, region: string, vpc: GivenVpc) {
  const { vpcId, routeTableIds = [] } = vpc;
  const args = { vpcId, vpcEndpointType: "Gateway", routeTableIds: [...routeTableIds] };
  return endpoints(name, network, region, routeTableIds.length === 0 ? [] : gatewayServices, args);
}

/** Services reached through interface endpoints, and from which subnets. */
function reachedInside(
  internet: InternetAccess,
  { secrets, nodes, planners, directTenantAccess }: NetworkArgs,
) {
  const direct = directTenantAccess ? ["sts"] : [];
  if (internet === "none") {
    const services = [...interfaceServices, ...direct];
    if (secrets) services.push("secretsmanager");
    if (planners) services.push("states");
    return { services, subnetIds: (ids: string[]) => ids };
  }
  // Nodes run in the first zone only, and an endpoint costs money in each zone.
  if (internet === "public-ip" && nodes)
    return { services: [...nodeServices, ...direct], subnetIds: (ids: string[]) => ids.slice(0, 1) };
  return undefined;
}

function interfaceEndpoints(
  name: string,
  network: Network,
  region: string,
  reached: ReturnType<typeof reachedInside>,
) {
  if (reached === undefined) return [];
  const { vpcId, securityGroup } = network;
  const description = "Endpoints of AWS services: HTTPS from Batch workers";
  const ingress = [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [securityGroup.id] }];
  const group = { description, vpcId, ingress };
  const reachable = new ec2.SecurityGroup(`${name}-endpoints`, group, { parent: network });
  return endpoints(name, network, region, reached.services, {
    ...{ vpcId, vpcEndpointType: "Interface", privateDnsEnabled: true },
    subnetIds: network.subnetIds.apply(reached.subnetIds),
    securityGroupIds: [reachable.id],
  });
}

/** An endpoint for each of `services`. */
function endpoints(
  name: string,
  network: Network,
  region: string,
  services: readonly string[],
  args: ec2.VpcEndpointArgs,
): ec2.VpcEndpoint[] {
  return services.map((service) => {
    const serviceName = `com.amazonaws.${region}.${service}`;
    return new ec2.VpcEndpoint(`${name}-${service}`, { ...args, serviceName }, { parent: network });
  });
}
