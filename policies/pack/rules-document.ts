import { z } from "zod";
import { fixLine, type Rule } from "../kit/rule.ts";

/** The lines around the rules in a page. */
export const documentMarks = {
  start: "<!-- Written by: npx batchline policy docs -->",
  end: "<!-- End of what npx batchline policy docs writes -->",
} as const;

/** The page with the rules between its marks; undefined for a page without marks. */
export function withRules(page: string, rules: readonly Rule[]): string | undefined {
  const start = page.indexOf(documentMarks.start);
  const end = page.indexOf(documentMarks.end);
  if (start < 0 || end < start) return undefined;
  return `${page.slice(0, start + documentMarks.start.length)}\n\n${rulesDocument(rules)}\n${page.slice(end)}`;
}

/** The rules in Markdown: a table, then one section for each rule, whose anchor violations link to. */
function rulesDocument(rules: readonly Rule[]): string {
  const sorted = rules.toSorted((a, b) => a.code.localeCompare(b.code));
  return [
    "| code | rule | severity | level | requirement |",
    "|---|---|---|---|---|",
    ...sorted.map(
      ({ code, name, severity, enforcement, title }) =>
        `| ${code} | [${name}](#${name}) | ${severity} | ${enforcement} | ${escaped(title)} |`,
    ),
    "",
    ...sorted.flatMap((rule) => [...section(rule), ""]),
  ].join("\n");
}

function section({ name, code, title, fix, config }: Rule): string[] {
  const settings = Object.entries(config.shape).map(([key, schema]) => {
    const { default: value, description = "" } = z.toJSONSchema(schema as z.ZodType, { io: "input" });
    return `- \`${key}\` (default \`${JSON.stringify(value)}\`): ${escaped(description)}`;
  });
  return [
    `### ${name}`,
    "",
    `${code}. ${escaped(title)}.`,
    "",
    escaped(fixLine({ fix })),
    ...(settings.length === 0 ? [] : ["", ...settings]),
  ];
}

/** Escapes plain text for Markdown. */
function escaped(text: string): string {
  return text.replaceAll(/[\\<>*|`]/g, "\\$&");
}
