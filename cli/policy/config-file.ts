import { join, relative } from "node:path";
import { type RuleSettings, readPolicyConfig } from "../../policies/pack/policy-config.ts";
import { rules } from "../../policies/rule-list.ts";
import { UsageError } from "../errors.ts";
import { readTextIfThere } from "../text-file.ts";

/** Reads the settings of every rule for a stack, from the file `given` or from policies/policy-config.<stack>.json.
 * Without that file the rules' defaults apply and `file` is undefined; otherwise it is relative to the working
 * directory.
 * @throws UsageError if `given` does not exist, or if a file has problems */
export function policyConfig(
  root: string,
  stack: string,
  given?: string,
): { readonly settings: Readonly<Record<string, RuleSettings>>; readonly file?: string } {
  const path = given ?? join(root, "policies", `policy-config.${stack}.json`);
  const file = relative(process.cwd(), path);
  const text = readTextIfThere(path);
  if (text === undefined && given !== undefined) throw new UsageError("BL-U004", `${path} does not exist`);
  if (text === undefined) return { settings: readPolicyConfig("{}", rules).settings };
  const { settings, problems } = readPolicyConfig(text, rules);
  const found = problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
  if (found.length > 0) throw new UsageError("BL-U012", found.join("\n"));
  return { settings, file };
}
