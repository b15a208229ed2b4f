import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type RuleSettings, readPolicyConfig } from "../../policies/pack/policy-config.ts";
import { rules } from "../../policies/rules.ts";
import { UsageError } from "../errors.ts";

/** What the rules are judged with, and where that comes from. */
export interface PolicyConfig {
  /** Of every rule. */
  readonly settings: Readonly<Record<string, RuleSettings>>;
  /** From the working directory; undefined: the rules' defaults. */
  readonly file?: string;
}

/**
 * The settings of every rule for a stack: of the file given, else of policies/policy-config.<stack>.json where there is one, else
 * the rules' defaults. Throws UsageError when the file given is not there, or a file is wrong.
 */
export function policyConfig(of: {
  readonly root: string;
  readonly stack: string;
  readonly given?: string;
}): PolicyConfig {
  const path = of.given ?? join(of.root, "policies", `policy-config.${of.stack}.json`);
  const file = relative(process.cwd(), path);
  if (!existsSync(path)) {
    if (of.given !== undefined) throw new UsageError("BL-U004", `there is no file ${path}`);
    return { settings: readPolicyConfig("{}", rules).settings };
  }
  const { settings, problems } = readPolicyConfig(readFileSync(path, "utf8"), rules);
  if (problems.length > 0)
    throw new UsageError(
      "BL-U012",
      problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join("\n"),
    );
  return { settings, file };
}
