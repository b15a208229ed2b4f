import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type RuleSettings, readPolicyConfig } from "../../policies/policy-config.ts";
import { rules } from "../../policies/rules.ts";
import { CommandFailure, UsageError } from "../errors.ts";

/**
 * The settings of every rule for a stack: of the file given, else of policies/policy-config.<stack>.json where there is one, else
 * the rules' defaults. Throws UsageError when the file given is not there, CommandFailure when one is wrong.
 */
export function policySettings(of: {
  readonly root: string;
  readonly stack: string;
  readonly given?: string;
}): Readonly<Record<string, RuleSettings>> {
  const file = of.given ?? join(of.root, "policies", `policy-config.${of.stack}.json`);
  if (of.given !== undefined && !existsSync(file)) throw new UsageError(`there is no file ${file}`);
  const { settings, problems } = readPolicyConfig(
    existsSync(file) ? readFileSync(file, "utf8") : "{}",
    rules,
  );
  if (problems.length > 0)
    throw new CommandFailure(
      problems
        .map(({ line, column, message }) => `${relative(process.cwd(), file)}:${line}:${column}: ${message}`)
        .join("\n"),
    );
  return settings;
}
