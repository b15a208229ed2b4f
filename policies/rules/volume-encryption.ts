import type { VolumeArgs } from "@pulumi/aws/ebs/volume.js";
import { z } from "zod";
import { launchTemplate, resourceType } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const volume = resourceType<VolumeArgs>("aws:ebs/volume:Volume");

export const volumeEncryption = resourceRule({
  name: "volume-encryption",
  code: "BL-P040",
  title: "EBS volumes are encrypted, also those that a launch template makes",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Set encrypted on the volume; in a launch template, give the root device (/dev/xvda with Amazon Linux) a mapping with ebs.encrypted.",
  config: z.object({
    customerKey: z.boolean().default(false).describe("Demand a KMS key of our own, too (kmsKeyId)."),
  }),
  checks: ({ customerKey }) => [
    on(volume, ({ props }, { apart, report }) => {
      apart(() => {
        if (props.encrypted !== true) report("encrypted is not true");
      });
      if (customerKey && !("kmsKeyId" in props)) report("kmsKeyId is missing");
    }),
    on(launchTemplate, ({ props }, { apart, each, report }) => {
      const mappings = props.blockDeviceMappings;
      if (mappings === undefined || mappings.length === 0)
        report("blockDeviceMappings is missing: the root volume would be as the image has it");
      each(mappings, ({ ebs }, index) => {
        if (ebs === undefined) return; // an instance store's, or of no device
        const path = `blockDeviceMappings[${index}].ebs`;
        apart(() => {
          if (ebs.encrypted !== "true") report(`${path}.encrypted is not true`);
        });
        if (customerKey && !("kmsKeyId" in ebs)) report(`${path}.kmsKeyId is missing`);
      });
    }),
  ],
});
