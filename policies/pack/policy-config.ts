import type { EnforcementLevel } from "@pulumi/policy";
import { closest, distance } from "fastest-levenshtein";
import { LineCounter, parseDocument, type YAMLParseError } from "yaml";
import { z } from "zod";
import type { Rule } from "../kit/rule.ts";

/** What a rule works with: its level, and all of its settings. */
export interface RuleSettings {
  readonly enforcementLevel: EnforcementLevel;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Something that is wrong in a policy-config file. Line and column count from 1. */
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

/** The key that sets the level of every rule that is not named. */
const everyRule = "all";

const levelOfAll = z.union([
  level,
  z.strictObject({ enforcementLevel: level }).transform(({ enforcementLevel }) => enforcementLevel),
]);

/**
 * Reads a policy-config file, which `pulumi preview --policy-pack-config` takes: rule name → its level, or an object of settings
 * with `enforcementLevel`. What it does not set has the rule's defaults, as with Pulumi. `settings` has every rule.
 *
 * @param text JSON. `{}`, and nothing at all, give the defaults.
 */
export function readPolicyConfig(
  text: string,
  rules: readonly Rule[],
): {
  readonly settings: Readonly<Record<string, RuleSettings>>;
  readonly problems: readonly ConfigProblem[];
} {
  const problems: ConfigProblem[] = [];
  const lines = new LineCounter();
  // YAML's parser, because it knows where things are; every JSON document is one of YAML.
  const document = parseDocument(text.trim() === "" ? "{}" : text, { lineCounter: lines, schema: "json" });
  const problem = (path: readonly PropertyKey[], message: string, offset?: number) => {
    const node = document.getIn(path, true) as { readonly range?: readonly number[] } | undefined;
    const { line, col } = lines.linePos(offset ?? node?.range?.[0] ?? 0);
    problems.push({
      line,
      column: col,
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
      const near = closest(name, [...known]);
      const hint = distance(name, near) <= 3 ? `: did you mean "${near}"?` : "; docs/policies.md lists them";
      problem([name], `there is no such rule${hint}`);
    }
  const common = levelOfAll.safeParse(given[everyRule]);
  if (given[everyRule] !== undefined && !common.success)
    problem([everyRule], `expected one of ${levels.join(", ")}, or an object with such an enforcementLevel`);
  const settings = rules.map((rule) => {
    const read = readEntry(rule, given[rule.name], problem);
    return [rule.name, { ...read, enforcementLevel: read.level ?? common.data ?? rule.enforcement }] as const;
  });
  return {
    settings: Object.fromEntries(
      settings.map(([name, { enforcementLevel, properties }]) => [name, { enforcementLevel, properties }]),
    ),
    problems,
  };
}

/** What keeps Pulumi from reading a file as JSON, and where: of that YAML's parser tells more than JSON's. */
function notJson(
  text: string,
  [error]: readonly YAMLParseError[],
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
  // JSON's takes the last of several values for a key.
  return error && { message: error.message.replace(/ at line .*$/s, ""), offset: error.pos[0] };
}

function readEntry(
  rule: Rule,
  entry: unknown,
  problem: (path: readonly PropertyKey[], message: string) => void,
): { readonly level?: EnforcementLevel; readonly properties: Readonly<Record<string, unknown>> } {
  const { name, config } = rule;
  const short = level.safeParse(entry);
  const whole = z
    .looseObject({ enforcementLevel: level.optional() })
    .safeParse(short.success || entry === undefined ? {} : entry);
  if (!whole.success) {
    const path = [name, ...(whole.error.issues[0]?.path ?? [])];
    const orSettings = path.length > 1 ? "" : ", or an object with settings and such an enforcementLevel";
    problem(path, `expected one of ${levels.join(", ")}${orSettings}`);
    return { properties: config.parse({}) };
  }
  const { enforcementLevel = short.data, ...given } = whole.data;
  if (enforcementLevel === "remediate" && !(rule.kind === "resource" && rule.fixes !== undefined))
    problem([name], "this rule mends nothing: use mandatory instead of remediate");
  const parsed = config.strict().safeParse(given);
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.code !== "unrecognized_keys") problem([name, ...issue.path], issue.message);
    else
      for (const key of issue.keys) {
        const known = ["enforcementLevel", ...Object.keys(config.shape)];
        problem([name, ...issue.path, key], `there is no such setting; known: ${known.join(", ")}`);
      }
  }
  return {
    ...(enforcementLevel && { level: enforcementLevel }),
    properties: parsed.data ?? config.parse({}),
  };
}
