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

  it("public-ip: public subnets and no NAT gateway", () => {
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

  it("none: isolated subnets without internet access", () => {
    const { inputs } = up.get("awsx:ec2:Vpc", "isolated");
    expect(inputs.subnetSpecs).to.deep.equal([{ type: "Isolated" }]);
    expect(inputs.natGateways).to.deep.equal({ strategy: "None" });
    expect(inputs.vpcEndpointSpecs).to.deep.equal(gatewaySpecs);
  });

  it("none: interface endpoints that only workers reach", () => {
    const endpoints = up.all("VpcEndpoint").filter(({ name }) => name.startsWith("isolated-"));
    expect(endpoints.map(({ inputs }) => inputs.serviceName)).to.have.members(
      [
        "batch",
        "ecr.api",
        "ecr.dkr",
        "ecs",
        "ecs-agent",
        "ecs-telemetry",
        "lambda",
        "logs",
        "sts",
        "secretsmanager",
        "states",
      ].map((service) => `com.amazonaws.eu-central-1.${service}`),
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

  it("nodes: an endpoint for Lambda in their zone", () => {
    const [lambda, ...others] = up.all("VpcEndpoint").filter(({ name }) => name.startsWith("public-"));
    expect(others).to.deep.equal([]);
    expect(lambda?.inputs).to.deep.include({
      serviceName: "com.amazonaws.eu-central-1.lambda",
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

  it("security group: nothing inbound", () => {
    for (const group of up.all("SecurityGroup").filter(({ name }) => name.endsWith("-workers"))) {
      expect(group.inputs).not.to.have.property("ingress");
      expect(group.inputs.egress).to.deep.equal([
        { protocol: "tcp", fromPort: 0, toPort: 65535, cidrBlocks: ["0.0.0.0/0"] },
      ]);
    }
  });

  it("existing VPC: gateway endpoints in the given route tables", () => {
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

  it("existing VPC: no endpoints without route tables", () => {
    expect(up.all("VpcEndpoint").filter(({ name }) => name.startsWith("untouched"))).to.deep.equal([]);
  });

  it("subnets: those that fit the internet access", () => {
    expect(up.get("Network", "public").outputs.subnetIds).to.deep.equal(["subnet-public", "subnet-public-2"]);
    expect(up.get("Network", "isolated").outputs.subnetIds).to.deep.equal(["subnet-isolated"]);
    expect(up.get("Network", "given").outputs.subnetIds).to.deep.equal(["subnet-1", "subnet-2"]);
  });

  it("previews while the VPC's ids are unknown", () => {
    expect(preview.get("SecurityGroup", "public-workers").inputs.vpcId).to.equal(unknown);
    expect(preview.get("VpcEndpoint", "isolated-sts").inputs.subnetIds).to.equal(unknown);
  });
});
