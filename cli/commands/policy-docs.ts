import { join, relative } from "node:path";
import { Command } from "commander";
import { documentMarks, withRules } from "../../policies/pack/rules-document.ts";
import { rules } from "../../policies/rule-list.ts";
import { CommandFailure } from "../errors.ts";
import { projectRoot } from "../project-root.ts";
import { readText, writeGenerated } from "../text-file.ts";

/** `batchline policy docs`. */
export function policyDocsCommand(): Command {
  return new Command("docs")
    .description("Write the rules into docs/policies.md.")
    .option("--check", "write nothing; exit 1 if the page is not up to date")
    .addHelpText(
      "after",
      `
The page's text about rules comes from policies/rules/. Run this after you change a rule, and commit the page.

Examples:
  $ npx batchline policy docs
  $ npx batchline policy docs --check`,
    )
    .action(({ check }: { readonly check?: true }) => {
      const file = relative(process.cwd(), join(projectRoot(), "docs", "policies.md"));
      const page = readText(file);
      const written = withRules(page, rules);
      if (written === undefined)
        throw new CommandFailure(
          "BL-U004",
          `${file} lacks the lines ${documentMarks.start} and ${documentMarks.end}`,
        );
      writeGenerated(file, written, { check, fix: "run npx batchline policy docs, and commit the page" });
    });
}
