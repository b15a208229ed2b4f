import { z } from "zod";
import { onContainers } from "../kit/jobs/containers.ts";
import { resourceRule } from "../kit/rule.ts";

export const containerHostPaths = resourceRule({
  name: "container-host-paths",
  code: "BL-P032",
  title: "Containers see no directories of the instance they run on",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Leave host.sourcePath out of the volume, which then is the container's own and goes with it. A directory of the instance is shared with the next job, which may be another tenant's; with Docker's socket or a system directory a container is root on the instance.",
  config: z.object({
    allowed: z
      .array(z.string().startsWith("/"))
      .default([])
      .describe("Paths of the instance that containers may see, with what is below them."),
  }),
  checks: ({ allowed }) => [
    onContainers(({ path, container: { volumes } }, { report }) => {
      for (const { name = "(without a name)", host } of volumes) {
        const source = host?.sourcePath;
        if (
          source !== undefined &&
          source !== "" &&
          !allowed.some((directory) => isWithin(source, directory))
        )
          report(`${path} has the volume ${name}, which is ${source} of the instance`);
      }
    }),
  ],
});

/** By whole names of directories; a path that goes back up is within none. */
function isWithin(path: string, directory: string): boolean {
  const parts = path.split("/").filter(Boolean);
  return (
    !parts.includes("..") &&
    directory
      .split("/")
      .filter(Boolean)
      .every((part, index) => parts[index] === part)
  );
}
