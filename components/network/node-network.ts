import { PlacementGroup } from "@pulumi/aws/ec2/placementGroup.js";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { nodePorts } from "../../contract/nodes.ts";

export interface NodeNetworkArgs {
  readonly vpcId: Input<string>;
}

/**
 * What the instances of multi-node parallel jobs have beside the other workers': a way in, for the ports of main nodes and from each other
 * alone, and a place near each other. Batch gives each node a network interface of its own, with its environment's security
 * groups. https://docs.aws.amazon.com/batch/latest/userguide/mnp-ce.html
 */
export class NodeNetwork extends ComponentResource {
  readonly securityGroup: SecurityGroup;
  /** One zone's: an environment with it has subnets of one zone. */
  readonly placementGroup: PlacementGroup;

  constructor(name: string, { vpcId }: NodeNetworkArgs, options?: ComponentResourceOptions) {
    super("batchline:network:NodeNetwork", name, {}, options);
    const parent = { parent: this };
    const { first: fromPort, last: toPort } = nodePorts;
    this.securityGroup = new SecurityGroup(
      name,
      {
        description: "Nodes of multi-node jobs: to each other",
        vpcId,
        ingress: [{ description: "Main nodes", protocol: "tcp", fromPort, toPort, self: true }],
        egress: [{ description: "Main nodes", protocol: "tcp", fromPort, toPort, self: true }],
      },
      parent,
    );
    this.placementGroup = new PlacementGroup(name, { strategy: "cluster" }, parent);
    this.registerOutputs({ securityGroupId: this.securityGroup.id });
  }
}
