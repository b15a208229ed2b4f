/**
 * `node .ci/checks/workflow-names.ts`: reports where the platform names a workflow, in code, strings or comments. The platform serves
 * all workflows alike. Examples take a name from the list of declarations, or one that no workflow has.
 */
import { readdirSync, readFileSync } from "node:fs";
import { listFiles } from "./files.ts";
import { type Finding, report } from "./finding.ts";

const platform = ["contract", "worker", "handlers", "components", "config", "cli", "runs"];

/** Generated from the workflows' parameters. */
const generated = "config/tenant.schema.json";

/** The folders in workflows/. */
function workflowNames(): string[] {
  return readdirSync("workflows", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** Every line of the platform's files, tests aside, that has one of the names, as it is or as an identifier. */
export function checkWorkflowNames(names: readonly string[] = workflowNames()): Finding[] {
  if (names.length === 0) return [];
  const spellings = names.map((name) => name.replaceAll("-", "[-_ ]?"));
  const pattern = new RegExp(`(?<![a-z])(${spellings.join("|")})(?![a-z])`, "i");
  return listFiles(platform, /./)
    .filter((file) => !/\.test\.ts$|(^|\/)testing\//.test(file) && file !== generated)
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .flatMap((line, at): Finding[] => {
          const match = pattern.exec(line);
          return match === null ? [] : [{ file, line: at + 1, message: `names the workflow "${match[0]}"` }];
        }),
    );
}

if (import.meta.main) report(checkWorkflowNames());
