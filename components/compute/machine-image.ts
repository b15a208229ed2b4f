import { getParameterOutput } from "@pulumi/aws/ssm/getParameter.js";
import type { InvokeOutputOptions, Output } from "@pulumi/pulumi";
import { output } from "@pulumi/pulumi";
import type { Architecture } from "../jobs/worker-image.ts";

/** What instances boot: an ECS-optimised image of Amazon Linux 2023. */
export type MachineImageKind = Architecture | "gpu";

/** Where AWS publishes the ids. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html */
const published = "/aws/service/ecs/optimized-ami/amazon-linux-2023";

const recommended = {
  arm64: `${published}/arm64/recommended/image_id`,
  x86_64: `${published}/recommended/image_id`,
  gpu: `${published}/gpu/recommended/image_id`,
} as const satisfies Record<MachineImageKind, string>;

/**
 * The id of the AMI that `choice` stands for: an id itself; the name of a public parameter, which holds one release for
 * ever; or `recommended`, the newest release, looked up anew in every deployment.
 */
export function machineImage(
  choice: string,
  kind: MachineImageKind,
  options?: InvokeOutputOptions,
): Output<string> {
  if (choice.startsWith("ami-")) return output(choice);
  const name = choice === "recommended" ? recommended[kind] : choice;
  // insecureValue is no secret, so that a preview shows which image comes instead of which.
  return getParameterOutput({ name }, options).insecureValue;
}
