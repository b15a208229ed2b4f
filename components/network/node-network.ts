import { PlacementGroup } from "@pulumi/aws/ec2/placementGroup.js";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { nodePorts } from "../../contract/nodes.ts";

/**
 * Network settings for multi-node parallel jobs: nodes may connect to main nodes, and instances start near each other.
 * Batch gives each node its own network interface with the environment's security groups.
 * https://docs.aws.amazon.com/batch/latest/userguide/mnp-ce.html
 * @example new NodeNetwork("nodes", { vpcId: network.vpcId });
 */
export class NodeNetwork extends ComponentResource {
  readonly securityGroup: SecurityGroup;
  /** In one zone: an environment that uses it has subnets of one zone. */
  readonly placementGroup: PlacementGroup;

  constructor(
    name: string,
    { vpcId }: { readonly vpcId: Input<string> },
    options?: ComponentResourceOptions,
  ) {
    super("batchline:network:NodeNetwork", name, {}, options);
    const parent = { parent: this };
    const { first: fromPort, last: toPort } = nodePorts;
    const among = [{ description: "Main nodes", protocol: "tcp", fromPort, toPort, self: true }];
    const description = "Nodes of multi-node jobs: to each other";
    this.securityGroup = new SecurityGroup(
      name,
      { description, vpcId, ingress: among, egress: among },
      parent,
    );
    this.placementGroup = new PlacementGroup(name, { strategy: "cluster" }, parent);
    this.registerOutputs({ securityGroupId: this.securityGroup.id });
  }
}
