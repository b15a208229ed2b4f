import type { VolumeArgs } from "@pulumi/aws/ebs/volume.js";
import { z } from "zod";
import { launchTemplate, resourceType } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const volume = resourceType<VolumeArgs>("aws:ebs/volume:Volume");

export const volumeEncryption = resourceRule({
  name: "volume-encryption",
  code: "BL-P040",
  title: "EBS volumes are encrypted, including those of launch templates",
  severity: "high",
  fix: "Set encrypted on the volume. In a launch template, map the root device (/dev/xvda with Amazon Linux) with ebs.encrypted.",
  config: z.object({
    customerKey: z.boolean().default(false).describe("Also require a customer-managed KMS key (kmsKeyId)."),
  }),
  checks: ({ customerKey }) => [
    on(volume, ({ props }, { separately, report }) => {
      separately(() => {
        if (props.encrypted !== true) report("encrypted", "is not true");
      });
      if (customerKey && !("kmsKeyId" in props)) report("kmsKeyId", "is missing");
    }),
    on(launchTemplate, ({ props }, { separately, each, report }) => {
      const mappings = props.blockDeviceMappings;
      if (mappings === undefined || mappings.length === 0)
        report("blockDeviceMappings", "is missing: the root volume would be as in the image");
      each(mappings, ({ ebs }, index) => {
        if (ebs === undefined) return; // an instance store, or no device
        const path = `blockDeviceMappings[${index}].ebs`;
        separately(() => {
          if (ebs.encrypted !== "true") report(`${path}.encrypted`, "is not true");
        });
        if (customerKey && !("kmsKeyId" in ebs)) report(`${path}.kmsKeyId`, "is missing");
      });
    }),
  ],
});
