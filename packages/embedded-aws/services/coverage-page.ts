/** `npm run docs:coverage`: writes docs/aws-coverage.md from the coverage of each service. */
import { writeFileSync } from "node:fs";
import type { OperationCoverage } from "../models/coverage.ts";
import { serviceModel } from "../models/model.ts";
import { type ServiceCoverage, serviceCoverage } from "./coverage.ts";

/** The page's file. */
export const coveragePageFile = new URL("../../../docs/aws-coverage.md", import.meta.url);

const intro = `# What of AWS is emulated

Each service that the [embedded AWS](local.md) answers, by AWS's own model of it. A member of an input that a table does not name
has its effect. One that is refused is named by the error. <!-- Written by: npm run docs:coverage -->`;

/** The page's text. */
export function coveragePage(): string {
  return `${[intro, ...serviceCoverage.map(section)].join("\n\n")}\n`;
}

function section({ title, model, coverage }: ServiceCoverage): string {
  const others = Object.keys(serviceModel(model).operations).filter((name) => !Object.hasOwn(coverage, name));
  const rows = Object.entries(coverage).map(([name, about]) => `| ${name} | ${described(about)} |`);
  const refused = others.map((name) => `| ${name} | refused |  |`);
  return [`## ${title}`, "", "| operation | | members |", "|---|---|---|", ...rows.sort(), ...refused].join(
    "\n",
  );
}

function described({ refused = [], only = {}, ignored = {} }: OperationCoverage): string {
  const parts = [
    ...(refused.length === 0 ? [] : [`refused: ${refused.map(code).sort().join(", ")}`]),
    ...Object.entries(only).map(
      ([path, values]) => `${code(path)} is ${values.map(String).map(code).join(" or ")}`,
    ),
    ...Object.entries(ignored).map(([path, why]) => `${code(path)} has no effect: ${why}`),
  ];
  return parts.length === 0 ? "honoured | " : `partly | ${parts.join(". ")}`;
}

function code(text: string): string {
  return `\`${text}\``;
}

if (import.meta.main) writeFileSync(coveragePageFile, coveragePage());
