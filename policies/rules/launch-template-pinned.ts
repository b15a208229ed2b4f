import { computeEnvironment } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

export const launchTemplatePinned = resourceRule({
  name: "launch-template-pinned",
  code: "BL-P010",
  title: "A compute environment pins the version of its launch template",
  severity: "high",
  fix: "Set launchTemplate.version to the template's latestVersion. Batch reads $Latest and $Default only if the environment itself changes, so a changed template would not reach the instances.",
  checks: () =>
    on(computeEnvironment, ({ props }, { report }) => {
      const template = props.computeResources?.launchTemplate;
      if (template === undefined) return;
      const { version } = template;
      if (version === undefined)
        report("computeResources.launchTemplate.version", "is missing, which means $Default");
      else if (!/^\d+$/.test(version))
        report("computeResources.launchTemplate.version", `is ${version}, not a number`);
    }),
});
