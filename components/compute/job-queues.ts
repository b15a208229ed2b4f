import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { PlacedQueue } from "../../config/placement.ts";
import type { QueueName } from "../../workflow-kit/at-deploy/stage-queue.ts";
import type { Network } from "../network/network.ts";
import { NodeNetwork } from "../network/node-network.ts";
import { Compute, type ComputeArgs } from "./compute.ts";
import { machineImage } from "./machine-image.ts";

/** What all queues of a stack share. */
interface JobQueuesArgs
  extends Pick<ComputeArgs, "instanceTags" | "diskGiB" | "jobMinutesOnUpdate" | "registryLogin"> {
  /** @example new Network("network", { region: "eu-central-1", vpc: { zones: 3, internet: "nat-per-zone" } }) */
  readonly network: Network;
}

/** Declares the stack's queues. Instances of the queue for multi-node jobs are near each other and can reach each other. */
export function makeJobQueues(
  placed: readonly PlacedQueue[],
  { network, ...shared }: JobQueuesArgs,
  options: ComponentResourceOptions,
): ReadonlyMap<QueueName, Compute> {
  const lookup = options.parent === undefined ? {} : { parent: options.parent };
  return new Map(
    placed.map(({ queue, shares, environments, ami }) => {
      const place = queue === "on-demand" ? placeOfNodes(network, options) : placeOf(network);
      const imageId = ami && machineImage(ami.choice, ami.kind, lookup);
      return [queue, new Compute(queue, { ...shared, ...place, environments, shares, imageId }, options)];
    }),
  );
}

function placeOf({ subnetIds, securityGroup }: Network) {
  return { subnetIds, securityGroupIds: [securityGroup.id] };
}

function placeOfNodes({ vpcId, subnetIds, securityGroup }: Network, options: ComponentResourceOptions) {
  const nodes = new NodeNetwork("nodes", { vpcId }, options);
  return {
    // A cluster placement group is in one zone.
    subnetIds: subnetIds.apply((ids) => ids.slice(0, 1)),
    securityGroupIds: [securityGroup.id, nodes.securityGroup.id],
    placementGroup: nodes.placementGroup.name,
  };
}
