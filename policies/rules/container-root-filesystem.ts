import { onContainers } from "../kit/jobs/containers.ts";
import { resourceRule } from "../kit/rule.ts";

export const containerRootFilesystem = resourceRule({
  name: "container-root-filesystem",
  code: "BL-P029",
  title: "A container cannot write to its image",
  severity: "medium",
  fix: "Set readonlyRootFilesystem, and give the container its own /tmp, in memory or on disk (tmpMiB and tmpOnDisk of a stage). Writing to the image's layers is slow, fills the instance's disk, and lets an attacker stay.",
  checks: () =>
    onContainers(({ path, container: { readonlyRootFilesystem } }, { report }) => {
      if (readonlyRootFilesystem !== true) report(`${path}.readonlyRootFilesystem`, "is not true");
    }),
});
