import { z } from "zod";
import { onContainers } from "../kit/jobs/containers.ts";
import { resourceRule } from "../kit/rule.ts";

export const containerUser = resourceRule({
  name: "container-user",
  code: "BL-P028",
  title: "Containers run as a user that the job names, and not as root",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Set user in the container's properties to another than root, as components/jobs/container-properties.ts does. An image's own USER cannot be seen in a pull request, and the next image may have none; images whose USER is checked elsewhere can be named in trustedImages of this rule.",
  config: z.object({
    trustedImages: z
      .array(z.string().min(1))
      .default([])
      .describe("How the names of images start whose own USER is known not to be root."),
  }),
  checks: ({ trustedImages }) => [
    onContainers(({ path, container: { user, image = "" } }, { report }) => {
      if (user === undefined || user === "") {
        if (!trustedImages.some((start) => image.startsWith(start)))
          report(`${path}.user is missing: whether the image's own is root cannot be seen`);
      } else if (/^(root|0+)(:|$)/.test(user.trim())) report(`${path}.user is ${user}, which is root`);
    }),
  ],
});
