import type { EnforcementLevel } from "@pulumi/policy";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { Rule } from "./rule.ts";

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

/**
 * Reads a policy-config file, which `pulumi preview --policy-pack-config` takes: rule name → its level, or an object of settings
 * with `enforcementLevel`. What it does not set has the rule's defaults, as with Pulumi. `settings` has every rule.
 *
 * @param text JSON. `{}` gives the defaults.
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
  const document = parseDocument(text, { lineCounter: lines });
  const content: unknown = document.errors.length === 0 ? document.toJS() : undefined;
  const problem = (path: readonly PropertyKey[], message: string, offset?: number) => {
    const node = document.getIn(path, true) as { readonly range?: readonly number[] } | undefined;
    const { line, col } = lines.linePos(offset ?? node?.range?.[0] ?? 0);
    problems.push({
      line,
      column: col,
      message: [path.map(String).join("."), message].filter(Boolean).join(": "),
    });
  };
  for (const error of document.errors) problem([], `not JSON: ${error.message.split("\n")[0]}`, error.pos[0]);
  const entries = z.record(z.string(), z.unknown()).safeParse(content);
  if (!entries.success && problems.length === 0)
    problem([], "expected an object of rule name → level or settings");
  const given = entries.data ?? {};
  const known = new Set([everyRule, ...rules.map(({ name }) => name)]);
  for (const name of Object.keys(given))
    if (!known.has(name)) problem([name], `there is no such rule; docs/policies.md lists them`);
  const common = level.safeParse(given[everyRule]);
  if (given[everyRule] !== undefined && !common.success)
    problem([everyRule], `expected one of ${levels.join(", ")}`);
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

function readEntry(
  rule: Rule,
  entry: unknown,
  problem: (path: readonly PropertyKey[], message: string) => void,
): { readonly level?: EnforcementLevel; readonly properties: Readonly<Record<string, unknown>> } {
  const { name, config } = rule;
  const short = level.safeParse(entry);
  const whole = z
    .looseObject({ enforcementLevel: level.optional() })
    .safeParse(short.success ? {} : (entry ?? {}));
  if (!whole.success) {
    problem(
      [name],
      `expected one of ${levels.join(", ")}, or an object with settings and such an enforcementLevel`,
    );
    return { properties: config.parse({}) };
  }
  const { enforcementLevel = short.data, ...given } = whole.data;
  if (enforcementLevel === "remediate" && !(rule.kind === "resource" && rule.fixes !== undefined))
    problem([name], "this rule mends nothing: use mandatory instead of remediate");
  const parsed = config.strict().safeParse(given);
  for (const issue of parsed.error?.issues ?? []) {
    const known = Object.keys(config.shape);
    const message =
      issue.code === "unrecognized_keys"
        ? `no such setting: ${issue.keys.join(", ")}; known: ${["enforcementLevel", ...known].join(", ")}`
        : issue.message;
    problem([name, ...issue.path], message);
  }
  return {
    ...(enforcementLevel && { level: enforcementLevel }),
    properties: parsed.data ?? config.parse({}),
  };
}
