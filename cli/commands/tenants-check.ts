import { Command, Option } from "commander";
import { type CheckedTenants, checkTenants } from "../../config/tenants.ts";
import { paramsOf } from "../../config/workflow-params.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { exitStatus } from "../errors.ts";
import { tenantsFolder } from "../project-root.ts";
import { closingLine, problemAnnotation, problemText } from "../tenants/problem-report.ts";

interface CheckOptions {
  readonly json?: true;
  readonly github?: true;
}

/** `batchline tenants check`. */
export function tenantsCheckCommand(
  onStatus: (status: number) => void,
  workflows: readonly Workflow[],
): Command {
  return new Command("check")
    .description("Report all problems in tenants/, each with its line and how to fix it.")
    .addOption(new Option("--json", "print one JSON document").conflicts("github"))
    .option("--github", "also print workflow commands, which GitHub shows beside the lines of a pull request")
    .addHelpText(
      "after",
      `
The codes (BL-T…) and the JSON document are explained in docs/tenants.md.
Exit codes: 0 no problems, 1 there are problems, 2 wrong usage.

Examples:
  $ npx batchline tenants check
  $ npx batchline tenants check --json | jq -r '.problems[].file'`,
    )
    .action((options: CheckOptions) => {
      const checked = checkTenants(tenantsFolder().dir, paramsOf(workflows));
      const { files, tenants, problems } = checked;
      if (options.json) console.log(JSON.stringify({ files, tenants: tenants.length, problems }, null, 2));
      else console.log(report(checked, options.github));
      onStatus(checked.problems.length === 0 ? exitStatus.ok : exitStatus.wrong);
    });
}

function report(checked: CheckedTenants, github: true | undefined): string {
  const texts = checked.problems.map((problem) => `${problemText(problem)}\n`);
  const checkout = process.env.GITHUB_WORKSPACE ?? process.cwd();
  // GitHub shows only the first 10 beside the lines; the log has all.
  const annotations = github ? checked.problems.map((problem) => problemAnnotation(problem, checkout)) : [];
  return [...texts, ...annotations, closingLine(checked)].join("\n");
}
