import { onContainers } from "../kit/jobs/containers.ts";
import { resourceRule } from "../kit/rule.ts";

export const containerPrivileged = resourceRule({
  name: "container-privileged",
  code: "BL-P027",
  title: "No container is privileged",
  severity: "critical",
  fix: "Remove privileged, and grant the container the one device or limit that it needs (linuxParameters, ulimits). A privileged container is root on the instance, with its role and all other jobs there.",
  checks: () =>
    onContainers(({ path, container: { privileged } }, { report }) => {
      if (privileged === true) report(`${path}.privileged`, "is true");
    }),
});
