import { z } from "zod";
import { onContainers } from "../kit/jobs/containers.ts";
import { resourceRule } from "../kit/rule.ts";

export const containerHostPaths = resourceRule({
  name: "container-host-paths",
  code: "BL-P032",
  title: "Containers do not mount directories of their instance",
  severity: "high",
  fix: "Remove host.sourcePath from the volume: then the volume belongs to the container, and ends with it. The next job, perhaps of another tenant, sees a directory of the instance. Docker's socket or a system directory make a container root on the instance.",
  config: z.object({
    allowed: z
      .array(z.string().startsWith("/"))
      .default([])
      .describe("Paths of the instance that containers may mount, including the paths below them."),
  }),
  checks: ({ allowed }) =>
    onContainers(({ path, container: { volumes } }, { report }) => {
      for (const { name = "(without a name)", host } of volumes) {
        const source = host?.sourcePath;
        if (
          source !== undefined &&
          source !== "" &&
          !allowed.some((directory) => isWithin(source, directory))
        )
          report(path, `mounts ${source} of the instance as the volume ${name}`);
      }
    }),
});

/** Compares whole names of directories. A path with `..` is within none. */
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
