import { z } from "zod";
import type { Rule } from "../kit/rule.ts";

/** Between these lines a page holds the rules. */
export const documentMarks = {
  start: "<!-- Written by: npx batchline policy docs -->",
  end: "<!-- The end of what is written by: npx batchline policy docs -->",
} as const;

/** A page with the rules in place of what its marks enclose; undefined for a page without marks. */
export function withRules(page: string, rules: readonly Rule[]): string | undefined {
  const start = page.indexOf(documentMarks.start);
  const end = page.indexOf(documentMarks.end);
  if (start < 0 || end < start) return undefined;
  return `${page.slice(0, start + documentMarks.start.length)}\n\n${rulesDocument(rules)}\n${page.slice(end)}`;
}

/** The rules as Markdown: a table, then a section each, under the anchor that violations link to. */
function rulesDocument(rules: readonly Rule[]): string {
  const sorted = rules.toSorted((a, b) => a.code.localeCompare(b.code));
  return [
    "| code | rule | severity | level | what holds |",
    "|---|---|---|---|---|",
    ...sorted.map(
      ({ code, name, severity, enforcement, title }) =>
        `| ${code} | [${name}](#${name}) | ${severity} | ${enforcement} | ${escaped(title)} |`,
    ),
    "",
    ...sorted.flatMap((rule) => [...section(rule), ""]),
  ].join("\n");
}

function section({ name, code, title, remediation, config }: Rule): string[] {
  const settings = Object.entries(config.shape).map(([key, schema]) => {
    const { default: value, description = "" } = z.toJSONSchema(schema as z.ZodType, { io: "input" });
    return `- \`${key}\` (default \`${JSON.stringify(value)}\`): ${escaped(description)}`;
  });
  return [
    `### ${name}`,
    "",
    `${code}. ${escaped(title)}.`,
    "",
    `To mend it: ${escaped(remediation)}`,
    ...(settings.length === 0 ? [] : ["", ...settings]),
  ];
}

/** Plain text as Markdown that shows it as it is. */
function escaped(text: string): string {
  return text.replaceAll(/[\\<>*|`]/g, "\\$&");
}
