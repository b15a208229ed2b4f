import { unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import type { Registrations } from "../../testing/pulumi/registrations.ts";
import { variants } from "../../testing/pulumi/variants.ts";

const gatewaySpecs = ["s3", "dynamodb"].map((service) => ({
  serviceName: `com.amazonaws.eu-central-1.${service}`,
  vpcEndpointType: "Gateway",
}));

describe("Network", () => {
  let preview: Registrations;
  let up: Registrations;
  before(async function () {
    this.timeout(60_000);
    preview = await variants("preview");
    up = await variants("up");
  });

  it("makes a VPC with public subnets only where instances have public addresses, and no NAT gateway then", () => {
    expect(up.get("awsx:ec2:Vpc", "public").inputs).to.deep.equal({
      cidrBlock: "10.9.0.0/16",
      numberOfAvailabilityZones: 2,
      enableDnsHostnames: true,
      subnetStrategy: "Auto",
      subnetSpecs: [{ type: "Public" }],
      natGateways: { strategy: "None" },
      vpcEndpointStrategy: "Auto",
      vpcEndpointSpecs: gatewaySpecs,
    });
  });

  it("makes isolated subnets without a way to the internet when asked to", () => {
    const { inputs } = up.get("awsx:ec2:Vpc", "isolated");
    expect(inputs.subnetSpecs).to.deep.equal([{ type: "Isolated" }]);
    expect(inputs.natGateways).to.deep.equal({ strategy: "None" });
    expect(inputs.vpcEndpointSpecs).to.deep.equal(gatewaySpecs);
  });

  it("reaches AWS from isolated subnets through interface endpoints, open to workers only", () => {
    const endpoints = up.all("VpcEndpoint").filter(({ name }) => name.startsWith("isolated-"));
    expect(endpoints.map(({ inputs }) => inputs.serviceName)).to.have.members(
      ["ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "logs", "sts", "secretsmanager"].map(
        (service) => `com.amazonaws.eu-central-1.${service}`,
      ),
    );
    for (const { inputs } of endpoints)
      expect(inputs).to.deep.include({
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        vpcId: "vpc-isolated",
        subnetIds: ["subnet-isolated"],
        securityGroupIds: ["isolated-endpoints-id"],
      });
    expect(up.get("SecurityGroup", "isolated-endpoints").inputs.ingress).to.deep.equal([
      { protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: ["isolated-workers-id"] },
    ]);
  });

  it("reaches STS without a public address, which nodes of multi-node jobs never have, through an endpoint in their zone", () => {
    const [sts, ...others] = up.all("VpcEndpoint").filter(({ name }) => name.startsWith("public-"));
    expect(others).to.deep.equal([]);
    expect(sts?.inputs).to.deep.include({
      serviceName: "com.amazonaws.eu-central-1.sts",
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      vpcId: "vpc-public-nodes",
      subnetIds: ["subnet-public"],
      securityGroupIds: ["public-nodes-endpoints-id"],
    });
    expect(up.get("SecurityGroup", "public-nodes-endpoints").inputs.ingress).to.deep.equal([
      { protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: ["public-nodes-workers-id"] },
    ]);
  });

  it("lets nothing in to workers", () => {
    for (const group of up.all("SecurityGroup").filter(({ name }) => name.endsWith("-workers"))) {
      expect(group.inputs).not.to.have.property("ingress");
      expect(group.inputs.egress).to.deep.equal([
        { protocol: "tcp", fromPort: 0, toPort: 65535, cidrBlocks: ["0.0.0.0/0"] },
      ]);
    }
  });

  it("makes no VPC where one is given, and adds gateway endpoints to the route tables it was told", () => {
    expect(up.all("awsx:ec2:Vpc").map(({ name }) => name)).to.have.members([
      "public",
      "public-nodes",
      "isolated",
    ]);
    expect(up.get("SecurityGroup", "given-workers").inputs.vpcId).to.equal("vpc-1");
    const endpoints = up.all("VpcEndpoint").filter(({ name }) => name.startsWith("given-"));
    expect(endpoints.map(({ inputs }) => inputs)).to.deep.equal(
      gatewaySpecs.map((spec) => ({ ...spec, vpcId: "vpc-1", routeTableIds: ["rtb-1"] })),
    );
  });

  it("leaves the endpoints of a given VPC alone when not told of route tables", () => {
    expect(up.all("VpcEndpoint").filter(({ name }) => name.startsWith("untouched"))).to.deep.equal([]);
  });

  it("hands out the subnets that fit the way to the internet", () => {
    expect(up.get("Network", "public").outputs.subnetIds).to.deep.equal(["subnet-public", "subnet-public-2"]);
    expect(up.get("Network", "isolated").outputs.subnetIds).to.deep.equal(["subnet-isolated"]);
    expect(up.get("Network", "given").outputs.subnetIds).to.deep.equal(["subnet-1", "subnet-2"]);
  });

  it("previews while the VPC's ids are unknown", () => {
    expect(preview.get("SecurityGroup", "public-workers").inputs.vpcId).to.equal(unknown);
    expect(preview.get("VpcEndpoint", "isolated-sts").inputs.subnetIds).to.equal(unknown);
  });
});
