import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { loadProject } from "@batchline/pulumi-engine";
import { expectedName } from "@batchline/pulumi-engine/naming";
import { Command } from "commander";
import { nameProblem } from "../../config/derived-names.ts";
import { nameProblems } from "../../workflow-kit/at-deploy/declaration-checks.ts";
import { CommandFailure, UsageError } from "../errors.ts";
import { constantOf, workflowFiles } from "../new/workflow-files.ts";
import { projectRoot } from "../project-root.ts";
import { readText, writeNewText, writeText } from "../text-file.ts";

const run = promisify(execFile);

export function newWorkflowCommand(): Command {
  return new Command("workflow")
    .description("Write a workflow of two stages that runs at once: change it step by step into yours.")
    .argument("<name>", "1–40 lower-case letters, digits and dashes; resources are named after it")
    .addHelpText(
      "after",
      `
Writes workflows/<name>/, adds a line to workflows/declarations.ts and to workflows/stages.ts, and updates
config/tenant.schema.json. To undo it, delete the folder and both lines, and run npm run schema.
Exit codes: 0 written, 1 the workflow exists or cannot be written, 2 wrong usage.

Example:
  $ npx batchline new workflow nightly-report
  $ npx batchline run <name> --local`,
    )
    .action(writeNewWorkflow);
}

/** Writes the workflow's folder and its lines in both lists, and prints the next steps. @throws UsageError or CommandFailure */
async function writeNewWorkflow(name: string): Promise<void> {
  const [problem] = nameProblems(name);
  if (problem !== undefined)
    throw new UsageError("BL-U001", `${JSON.stringify(name)} is not valid: ${problem}`);
  const root = projectRoot();
  await checkNamesInStacks(root, name);
  const folder = join(root, "workflows", name);
  const shown = (path: string) => relative(process.cwd(), path);
  if (existsSync(folder)) {
    throw new CommandFailure("BL-U006", `${shown(folder)} exists: edit it, or choose another name`);
  }
  const declarations = join(root, "workflows", "declarations.ts");
  const stages = join(root, "workflows", "stages.ts");
  const property = /^[a-z0-9]+$/.test(name) ? name : JSON.stringify(name);
  const lists = [
    withLine(declarations, `(await import("./${name}/workflow.ts")).${constantOf(name)},`),
    withLine(stages, `${property}: () => import("./${name}/stages/index.ts"),`),
  ];
  // The test uses fixtures of this repository, which another project does not have.
  const tested = existsSync(join(root, "testing", "worker"));
  const files = [...workflowFiles(name)].filter(([path]) => tested || !path.endsWith(".test.ts"));
  for (const [path, text] of files) writeNewText(join(folder, path), text);
  for (const { file, text } of lists) writeText(file, text);
  try {
    await formatFiles(root, [folder, declarations, stages]);
    // A process of its own: this one has read the lists already.
    await run(process.execPath, [join(import.meta.dirname, "..", "main.js"), "tenants", "schema"], {
      cwd: root,
    });
  } catch (cause) {
    throw new CommandFailure("BL-U004", `cannot write ${shown(folder)}: ${cause}`, { cause });
  }
  console.log(
    [
      `wrote ${shown(folder)}/: ${files.map(([path]) => path).join(", ")}`,
      `added a line to ${shown(declarations)} and to ${shown(stages)}; updated config/tenant.schema.json`,
      "",
      `Run it:   npx batchline run ${name} --local`,
      ...(tested ? [`Test it:  npx mocha --no-config ${shown(join(folder, "workflow.test.ts"))}`] : []),
      "Then choose its tenants, by these lines in their files in tenants/:",
      "  workflows:",
      `    ${name}: {}`,
    ].join("\n"),
  );
}

/** @throws UsageError when a resource of the workflow would have too long a name in one of the project's stacks */
async function checkNamesInStacks(root: string, workflow: string): Promise<void> {
  for (const file of readdirSync(root)) {
    const stack = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1];
    if (stack === undefined) continue;
    const { name: project, config } = await loadProject({ root, stack, overrides: {}, encrypted: "" });
    const naming = { project, stack, configValue: (key: string) => config[`${project}:${key}`] };
    const problem = nameProblem(workflow, (resource) =>
      expectedName(config["pulumi:autonaming"], naming, resource),
    );
    if (problem !== undefined) throw new UsageError("BL-U001", `in the stack ${stack}, ${problem}`);
  }
}

/** The list's text with the line at its end. The list may be empty, or on one line. */
function withLine(file: string, line: string): { readonly file: string; readonly text: string } {
  const text = readText(file);
  const end = /([[{]?),?\s*([\]}];\s*)$/.exec(text);
  if (end === null) {
    throw new CommandFailure(
      "BL-U004",
      `${file} does not end with the "];" or "};" of its list: add ${line}`,
    );
  }
  const [, open, close] = end;
  return { file, text: `${text.slice(0, end.index)}${open || ","}\n  ${line}\n${close}` };
}

/** A long name breaks lines of the template elsewhere. Without Biome, a development dependency, the files stay as they are. */
async function formatFiles(root: string, paths: readonly string[]): Promise<void> {
  const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
  if (existsSync(biome)) await run(process.execPath, [biome, "check", "--write", ...paths], { cwd: root });
}
