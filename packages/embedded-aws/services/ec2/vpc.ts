import type { ChildResource, Registration } from "@batchline/pulumi-engine";
import { ResourceReference } from "@batchline/pulumi-engine";
import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { childOf } from "../../providers/child-resource.ts";
import { readInputs } from "../../providers/inputs.ts";
import { physicalId } from "../../providers/physical-name.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";

const vpcInputs = z.object({
  cidrBlock: z.string().default("10.0.0.0/16"),
  availabilityZoneNames: z.array(z.string()).optional(),
  numberOfAvailabilityZones: z.number().default(3),
  subnetSpecs: z
    .array(
      z.object({ type: z.enum(["Public", "Private", "Isolated", "Unused"]), name: z.string().optional() }),
    )
    .default([{ type: "Public" }, { type: "Private" }]),
});

/** `awsx.ec2.Vpc`: a network with its subnets, of ids only; nothing runs in it. */
export const vpc: ResourceTypes<unknown> = {
  "awsx:ec2:Vpc": {
    create(resource, { region }) {
      const inputs = readInputs(vpcInputs, resource);
      const zones =
        inputs.availabilityZoneNames ??
        [..."abcdef"].slice(0, inputs.numberOfAvailabilityZones).map((letter) => region + letter);
      const itself = child(resource, region, "vpc", "Vpc", "vpc", resource.name, {
        cidrBlock: inputs.cidrBlock,
      });
      const subnets = inputs.subnetSpecs
        .filter(({ type }) => type !== "Unused")
        .flatMap(({ type, name }) =>
          zones.map((availabilityZone, index) => ({
            type,
            child: child(
              resource,
              region,
              "subnet",
              "Subnet",
              "subnet",
              `${resource.name}-${name ?? type.toLowerCase()}-${index + 1}`,
              { availabilityZone, vpcId: itself.id },
            ),
          })),
        );
      const of = (type: string) =>
        subnets.filter((subnet) => subnet.type === type).map((subnet) => subnet.child);
      return {
        id: "",
        outputs: {
          vpcId: itself.id,
          vpc: reference(itself),
          subnets: subnets.map((subnet) => reference(subnet.child)),
          publicSubnetIds: of("Public").map(({ id }) => id),
          publicSubnets: of("Public").map(reference),
          privateSubnetIds: of("Private").map(({ id }) => id),
          privateSubnets: of("Private").map(reference),
          isolatedSubnetIds: of("Isolated").map(({ id }) => id),
          isolatedSubnets: of("Isolated").map(reference),
        },
        children: [itself, ...subnets.map((subnet) => subnet.child)],
      };
    },
  },
};

function child(
  parent: Registration,
  region: string,
  module: string,
  typeName: string,
  prefix: string,
  name: string,
  outputs: ChildResource["outputs"],
): ChildResource {
  const made = childOf(parent, `aws:ec2/${module}:${typeName}`, name, "", {});
  const id = physicalId(prefix, made);
  return { ...made, id, outputs: { ...outputs, arn: regionalArn("ec2", region, `${module}/${id}`), region } };
}

function reference({ urn, id }: ChildResource): ResourceReference {
  return new ResourceReference(urn, id);
}
