import { z } from "zod";
import { onContainers } from "../kit/jobs/containers.ts";
import { resourceRule } from "../kit/rule.ts";

export const containerRootFilesystem = resourceRule({
  name: "container-root-filesystem",
  code: "BL-P029",
  title: "A container cannot write to its image",
  severity: "medium",
  enforcement: "mandatory",
  remediation:
    "Set readonlyRootFilesystem, and give the container a /tmp of its own, in memory or on disk (tmpMiB and tmpOnDisk of a stage): what is written to the image's layers is slow, fills the instance's disk, and lets an attacker stay.",
  config: z.object({}),
  checks: () => [
    onContainers(({ path, container: { readonlyRootFilesystem } }, { report }) => {
      if (readonlyRootFilesystem !== true) report(`${path}.readonlyRootFilesystem is not true`);
    }),
  ],
});
