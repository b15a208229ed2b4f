import { z } from "zod";
import { onContainers } from "../kit/jobs/containers.ts";
import { resourceRule } from "../kit/rule.ts";

export const containerUser = resourceRule({
  name: "container-user",
  code: "BL-P028",
  title: "A container has a user in the job definition, and it is not root",
  severity: "high",
  fix: "Set user in the container's properties to another user than root, as components/jobs/container-properties.ts does. A pull request does not show an image's own USER, and the next image may have none. If the USER of images is checked elsewhere, add them to trustedImages of this rule.",
  config: z.object({
    trustedImages: z
      .array(z.string().min(1))
      .default([])
      .describe("Prefixes of images whose own USER is known not to be root."),
  }),
  checks: ({ trustedImages }) =>
    onContainers(({ path, container: { user, image } }, { report }) => {
      if (user === undefined || user === "") {
        if (!trustedImages.some((start) => image?.startsWith(start)))
          report(`${path}.user`, "is missing: the image's own user may be root");
      } else if (/^(root|0+)(:|$)/.test(user.trim())) report(`${path}.user`, `is ${user}, which is root`);
    }),
});
