import { join, relative } from "node:path";
import { type RuleSettings, readPolicyConfig } from "../../policies/pack/policy-config.ts";
import { rules } from "../../policies/rules.ts";
import { UsageError } from "../errors.ts";
import { readTextIfThere } from "../text-file.ts";

/** The settings of the rules, and their source. */
interface PolicyConfig {
  /** Rule → settings, for every rule. */
  readonly settings: Readonly<Record<string, RuleSettings>>;
  /** Relative to the working directory. @default the rules' defaults */
  readonly file?: string;
}

/**
 * Reads the settings for a stack from the file `given`, or from policies/policy-config.<stack>.json. Without that file the
 * rules' defaults apply. Throws UsageError if `given` does not exist, or if a file has problems.
 */
export function policyConfig(of: {
  readonly root: string;
  readonly stack: string;
  readonly given?: string;
}): PolicyConfig {
  const path = of.given ?? join(of.root, "policies", `policy-config.${of.stack}.json`);
  const file = relative(process.cwd(), path);
  const text = readTextIfThere(path);
  if (text === undefined) {
    if (of.given !== undefined) throw new UsageError("BL-U004", `${path} does not exist`);
    return { settings: readPolicyConfig("{}", rules).settings };
  }
  const { settings, problems } = readPolicyConfig(text, rules);
  if (problems.length > 0)
    throw new UsageError(
      "BL-U012",
      problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join("\n"),
    );
  return { settings, file };
}
