import { getParameterOutput } from "@pulumi/aws/ssm/getParameter.js";
import { type InvokeOutputOptions, output } from "@pulumi/pulumi";
import type { Architecture } from "../../config/instance-types.ts";

/** A kind of ECS-optimised image of Amazon Linux 2023. */
export type MachineImageKind = Architecture | "gpu";

/** AWS publishes the ids here. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html */
const published = "/aws/service/ecs/optimized-ami/amazon-linux-2023";

const recommended = {
  arm64: `${published}/arm64/recommended/image_id`,
  x86_64: `${published}/recommended/image_id`,
  gpu: `${published}/gpu/recommended/image_id`,
} as const satisfies Record<MachineImageKind, string>;

/**
 * The AMI's id for `choice`: an id; the name of a public parameter, which holds one release; or `recommended`, the
 * newest release at each deployment.
 */
export function machineImage(choice: string, kind: MachineImageKind, options?: InvokeOutputOptions) {
  if (choice.startsWith("ami-")) return output(choice);
  const name = choice === "recommended" ? recommended[kind] : choice;
  // `insecureValue` is not marked secret, so a preview shows the old and the new image.
  return getParameterOutput({ name }, options).insecureValue;
}
