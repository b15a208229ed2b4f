/**
 * `npm run docs:errors`: writes docs/errors.md from the registries of error codes, one file `error-codes.ts` an area.
 */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ErrorCodes, must } from "@batchline/diagnostics";
import { listFiles } from "../.ci/checks/files.ts";

const root = join(import.meta.dirname, "..");

/** What an area's codes are about, by their letter. */
const areas: Readonly<Record<string, string>> = {
  A: "The embedded AWS",
  B: "The broker, which gives containers their rights",
  C: "Stack configuration",
  D: "The page of runs",
  E: "Running a Pulumi program",
  F: "Facts about AWS",
  H: "Planning, closing and stopping runs",
  K: "Components",
  L: "The Amazon States Language",
  M: "Running state machines",
  O: "Runs of a deployed stack",
  P: "Policies",
  R: "Stages in containers",
  S: "Building state machines",
  T: "Tenants' files",
  U: "The command line",
  W: "Workflow declarations",
};

/** Every registry: its file, and its codes. */
export async function errorRegistries(): Promise<{ readonly file: string; readonly codes: ErrorCodes }[]> {
  const files = listFiles([], /(^|\/)error-codes\.ts$/);
  return Promise.all(
    files.map(async (file) => {
      const { errorCodes } = (await import(pathToFileURL(join(root, file)).href)) as {
        errorCodes: ErrorCodes;
      };
      return { file, codes: errorCodes };
    }),
  );
}

/** The page's text. */
export async function errorsPage(): Promise<string> {
  const registries = await errorRegistries();
  const sections = registries
    .map(({ file, codes }) => {
      const letter = must(Object.keys(codes)[0]?.["BL-".length], "a registry has a code");
      const rows = Object.entries(codes)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([code, { means, fix }]) => `| \`${code}\` | ${cell(means)} | ${cell(fix)} |`);
      const head = [
        `## ${areas[letter]}`,
        "",
        `\`${dirname(file)}/\``,
        "",
        "| code | what is wrong | what to do |",
      ];
      return { letter, text: [...head, "|---|---|---|", ...rows].join("\n") };
    })
    .sort((a, b) => (a.letter < b.letter ? -1 : 1));
  const intro = [
    "# Errors",
    "",
    "Every error has a code. The message says what is wrong, where, and what to do; this page says it in general.",
    "A code never changes its meaning. <!-- Written by: npm run docs:errors -->",
  ].join("\n");
  return `${[intro, ...sections.map(({ text }) => text)].join("\n\n")}\n`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

if (import.meta.main) writeFileSync(join(root, "docs/errors.md"), await errorsPage());
