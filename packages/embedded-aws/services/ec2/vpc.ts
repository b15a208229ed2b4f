import { type ChildResource, childUrn, type Registration, ResourceReference } from "@batchline/pulumi-engine";
import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
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

/** `awsx.ec2.Vpc`: ids of a network and its subnets. */
export const vpc: ResourceTypes<unknown> = {
  "awsx:ec2:Vpc": {
    create(resource, { region }) {
      const inputs = readInputs(vpcInputs, resource);
      const { cidrBlock } = inputs;
      const zones =
        inputs.availabilityZoneNames ??
        [..."abcdef"].slice(0, inputs.numberOfAvailabilityZones).map((letter) => region + letter);
      const network = child(resource, region, "Vpc", resource.name, { cidrBlock });
      const subnets = inputs.subnetSpecs
        .filter(({ type }) => type !== "Unused")
        .flatMap(({ type, name = type.toLowerCase() }) =>
          zones.map((availabilityZone, index) => {
            const outputs = { availabilityZone, vpcId: network.id };
            const subnetName = `${resource.name}-${name}-${index + 1}`;
            return { type, child: child(resource, region, "Subnet", subnetName, outputs) };
          }),
        );
      const of = (type: "Public" | "Private" | "Isolated") => {
        const children = subnets.filter((subnet) => subnet.type === type).map((subnet) => subnet.child);
        const kind = type.toLowerCase();
        return {
          [`${kind}SubnetIds`]: children.map(({ id }) => id),
          [`${kind}Subnets`]: children.map(reference),
        };
      };
      return {
        id: "",
        outputs: {
          vpcId: network.id,
          vpc: reference(network),
          subnets: subnets.map((subnet) => reference(subnet.child)),
          ...of("Public"),
          ...of("Private"),
          ...of("Isolated"),
        },
        children: [network, ...subnets.map((subnet) => subnet.child)],
      };
    },
  },
};

function child(
  parent: Registration,
  region: string,
  typeName: "Vpc" | "Subnet",
  name: string,
  outputs: ChildResource["outputs"],
): ChildResource {
  const kind = typeName.toLowerCase();
  const type = `aws:ec2/${kind}:${typeName}`;
  const urn = childUrn(parent.urn, type, name);
  const id = physicalId(kind, { urn });
  const arn = regionalArn("ec2", region, `${kind}/${id}`);
  return { urn, type, name, id, outputs: { ...outputs, arn, region } };
}

function reference({ urn, id }: ChildResource): ResourceReference {
  return new ResourceReference(urn, id);
}
