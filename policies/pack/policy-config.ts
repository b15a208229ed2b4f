import { didYouMean, suggestion } from "@batchline/diagnostics";
import { YamlDocument } from "@batchline/diagnostics/yaml";
import type { EnforcementLevel } from "@pulumi/policy";
import type { YAMLError } from "yaml";
import { z } from "zod";
import type { Rule } from "../kit/rule.ts";

/** A rule's level, and all of its settings. */
export interface RuleSettings {
  readonly enforcementLevel: EnforcementLevel;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A problem in a policy-config file. Line and column count from 1. */
export interface ConfigProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const levels = [
  "advisory",
  "mandatory",
  "remediate",
  "disabled",
] as const satisfies readonly EnforcementLevel[];
const level = z.enum(levels);

/** The key that sets the level of all rules without an entry. */
const everyRule = "all";

const levelOfAll = z.union([
  level,
  z.strictObject({ enforcementLevel: level }).transform(({ enforcementLevel }) => enforcementLevel),
]);

/** Reads a policy-config file, the one of `pulumi preview --policy-pack-config`: rule name → level, or an object with settings
 * and `enforcementLevel`. A rule's defaults stand for what the file leaves out, as with Pulumi. `settings` has every rule.
 * @param text JSON. `{}` and an empty text mean the defaults.
 * @example readPolicyConfig('{ "job-timeout": "disabled" }', rules).settings["job-timeout"].enforcementLevel // "disabled" */
export function readPolicyConfig(
  text: string,
  rules: readonly Rule[],
): {
  readonly settings: Readonly<Record<string, RuleSettings>>;
  readonly problems: readonly ConfigProblem[];
} {
  const problems: ConfigProblem[] = [];
  // A YAML parser, because it keeps positions. Every JSON document is a YAML document.
  const yaml = new YamlDocument(text.trim() === "" ? "{}" : text, { schema: "json" });
  const { document } = yaml;
  const problem = (path: readonly PropertyKey[], message: string, offset?: number) => {
    problems.push({
      ...(offset === undefined ? yaml.at(path) : yaml.position(offset)),
      message: [path.map(String).join("."), message].filter(Boolean).join(": "),
    });
  };
  const fault = notJson(text, document.errors);
  if (fault !== undefined) problem([], `not JSON: ${fault.message}`, fault.offset);
  const entries = z.record(z.string(), z.unknown()).safeParse(fault === undefined ? document.toJS() : {});
  if (!entries.success) problem([], "expected an object of rule name → level or settings");
  const given = entries.data ?? {};
  const known = new Set([everyRule, ...rules.map(({ name }) => name)]);
  for (const name of Object.keys(given))
    if (!known.has(name)) {
      const near = didYouMean(name, known);
      problem([name], `unknown rule${near === undefined ? "; docs/policies.md lists all" : `: ${near}`}`);
    }
  const common = levelOfAll.safeParse(given[everyRule]);
  if (given[everyRule] !== undefined && !common.success)
    problem([everyRule], `expected one of ${levels.join(", ")}, or an object with one as enforcementLevel`);
  const settings = rules.map(
    (rule) =>
      [rule.name, readEntry(rule, given[rule.name], common.data ?? rule.enforcement, problem)] as const,
  );
  return { settings: Object.fromEntries(settings), problems };
}

/** The reason why Pulumi cannot read a text as JSON, and its offset. */
function notJson(
  text: string,
  [error]: readonly YAMLError[],
): { readonly message: string; readonly offset: number } | undefined {
  try {
    if (text.trim() !== "") JSON.parse(text);
  } catch (cause) {
    const { message } = cause as SyntaxError;
    const at = /at position (\d+)/.exec(message)?.[1];
    return {
      message: message.replace(/( in JSON)? at position .*$|, (\.\.\.)?".*" is not valid JSON$/s, ""),
      offset: at === undefined ? (error?.pos[0] ?? 0) : Number(at),
    };
  }
  // JSON.parse accepts a key twice.
  return error && { message: error.message, offset: error.pos[0] };
}

function readEntry(
  rule: Rule,
  entry: unknown,
  defaultLevel: EnforcementLevel,
  problem: (path: readonly PropertyKey[], message: string) => void,
): RuleSettings {
  const { name, config } = rule;
  const short = level.safeParse(entry);
  const whole = z
    .looseObject({ enforcementLevel: level.optional() })
    .safeParse(short.success || entry === undefined ? {} : entry);
  if (!whole.success) {
    const path = [name, ...(whole.error.issues[0]?.path ?? [])];
    const orSettings = path.length > 1 ? "" : ", or an object with settings and one as enforcementLevel";
    problem(path, `expected one of ${levels.join(", ")}${orSettings}`);
    return { enforcementLevel: defaultLevel, properties: config.parse({}) };
  }
  const { enforcementLevel = short.data ?? defaultLevel, ...given } = whole.data;
  const asked = whole.data.enforcementLevel ?? short.data;
  if (asked === "remediate" && !(rule.kind === "resource" && rule.remediations !== undefined))
    problem([name], "this rule has no remediation: use mandatory instead of remediate");
  const parsed = config.strict().safeParse(given);
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.code !== "unrecognized_keys") problem([name, ...issue.path], issue.message);
    else
      for (const key of issue.keys) {
        const known = ["enforcementLevel", ...Object.keys(config.shape)];
        problem([name, ...issue.path, key], `unknown setting${suggestion(key, known)}`);
      }
  }
  return { enforcementLevel, properties: parsed.data ?? config.parse({}) };
}
