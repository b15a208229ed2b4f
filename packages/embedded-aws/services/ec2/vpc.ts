import { type RegisteredResource, ResourceReference, unknown } from "@batchline/pulumi-engine";
import { z } from "zod";
import { readInputs } from "../../providers/inputs.ts";
import type { ComponentTypes } from "../../providers/resource-type.ts";

const vpcInputs = z.object({
  availabilityZoneNames: z.array(z.string()).optional(),
  numberOfAvailabilityZones: z.number().default(3),
  subnetSpecs: z
    .array(
      z.object({ type: z.enum(["Public", "Private", "Isolated", "Unused"]), name: z.string().optional() }),
    )
    .default([{ type: "Public" }, { type: "Private" }]),
});

/** `awsx.ec2.Vpc`: a network and its subnets. */
export const vpc: ComponentTypes<unknown> = {
  "awsx:ec2:Vpc": {
    async construct(component, { register }, { region }) {
      const inputs = readInputs(vpcInputs, component);
      const { cidrBlock = "10.0.0.0/16" } = component.inputs;
      const zones =
        inputs.availabilityZoneNames ??
        [..."abcdef"].slice(0, inputs.numberOfAvailabilityZones).map((letter) => region + letter);
      const network = await register({
        type: "aws:ec2/vpc:Vpc",
        name: component.name,
        inputs: { cidrBlock },
      });
      const { id: vpcId = unknown } = network;
      const specs = inputs.subnetSpecs.filter(({ type }) => type !== "Unused");
      const subnets = await Promise.all(
        specs.flatMap(({ type, name = type.toLowerCase() }) =>
          zones.map(async (availabilityZone, index) => {
            const child = await register({
              type: "aws:ec2/subnet:Subnet",
              name: `${component.name}-${name}-${index + 1}`,
              inputs: { availabilityZone, vpcId },
              propertyDependencies: { vpcId: [network.urn] },
            });
            return { type, child };
          }),
        ),
      );
      const of = (type: "Public" | "Private" | "Isolated") => {
        const children = subnets.filter((subnet) => subnet.type === type).map(({ child }) => child);
        const kind = type.toLowerCase();
        return {
          [`${kind}SubnetIds`]: children.map(({ id = unknown }) => id),
          [`${kind}Subnets`]: children.map(reference),
        };
      };
      return {
        vpcId,
        vpc: reference(network),
        subnets: subnets.map(({ child }) => reference(child)),
        ...of("Public"),
        ...of("Private"),
        ...of("Isolated"),
      };
    },
  },
};

function reference({ urn, id }: RegisteredResource): ResourceReference {
  return new ResourceReference(urn, id ?? unknown);
}
