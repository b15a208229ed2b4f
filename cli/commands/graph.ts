import { extname } from "node:path";
import { graphOf, overview, toMermaid, toSvg } from "@batchline/states/graph";
import { Command, Option } from "commander";
import { buildWorkflow } from "../../workflow-kit/at-deploy/build-workflow.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { UsageError } from "../errors.ts";
import { writeText } from "../text-file.ts";
import { exampleOf, workflowNamed } from "../workflow-named.ts";

const formats = ["asl", "mermaid", "svg"] as const;
type Format = (typeof formats)[number];

/** A file name's ending → its format. */
const endings: Readonly<Record<string, Format>> = {
  ".json": "asl",
  ".asl": "asl",
  ".mmd": "mermaid",
  ".mermaid": "mermaid",
  ".svg": "svg",
};

interface GraphOptions {
  readonly format?: Format;
  readonly out?: string;
  readonly all?: true;
}

/** `batchline graph <workflow>`. */
export function graphCommand(workflows: readonly Workflow[]): Command {
  const example = exampleOf(workflows);
  return new Command("graph")
    .description("Print a workflow's state machine: its definition, or a picture of it for a document.")
    .argument("<workflow>", `one of: ${workflows.map(({ name }) => name).join(", ")}`)
    .addOption(
      new Option("-f, --format <format>", "by the ending of --out when absent, else mermaid").choices(
        formats,
      ),
    )
    .option("-o, --out <file>", "write to this file instead of stdout; an existing file is replaced")
    .option("--all", "draw also Pass states and each state of an error's recovery")
    .addHelpText(
      "after",
      `
Formats: asl is Amazon States Language with \${names} where a deployment puts ARNs, mermaid a flowchart in text, svg a picture.

Examples:
  $ npx batchline graph ${example} --out ${example}.svg
  $ npx batchline graph ${example} --format asl`,
    )
    .action((name: string, options: GraphOptions) => graph(workflowNamed(name, workflows), options));
}

async function graph(workflow: Workflow, { format, out, all }: GraphOptions): Promise<void> {
  const text = await draw(workflow, format ?? formatOf(out), all === true);
  if (out === undefined) process.stdout.write(text);
  else writeText(out, text);
}

function formatOf(out: string | undefined): Format {
  if (out === undefined) return "mermaid";
  const ending = extname(out).toLowerCase();
  const format = endings[ending];
  if (format !== undefined) return format;
  const found = ending === "" ? `${out} has no ending` : `a file that ends in ${ending}`;
  throw new UsageError(
    "BL-U002",
    `${found} implies no format: give --format ${formats.join(", ")}, or a name that ends in ${Object.keys(endings).join(", ")}`,
  );
}

async function draw(workflow: Workflow, format: Format, all: boolean): Promise<string> {
  const { asl } = buildWorkflow(workflow);
  if (format === "asl") return `${JSON.stringify(asl, null, 2)}\n`;
  const whole = graphOf(asl);
  const shown = all ? whole : overview(whole);
  const options = { title: `State machine of ${workflow.name}` };
  return format === "svg" ? toSvg(shown, options) : toMermaid(shown, options);
}
