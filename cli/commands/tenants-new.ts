import { existsSync } from "node:fs";
import { join } from "node:path";
import { InvariantError } from "@batchline/diagnostics";
import { Command } from "commander";
import { FileChecker } from "../../config/tenants/check-file.ts";
import { tenantJsonSchema } from "../../config/tenants/json-schema.ts";
import { checkTenants, formatProblem, type WorkflowParams } from "../../config/tenants.ts";
import { paramsOf } from "../../config/workflow-params.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { CommandFailure, exitStatus } from "../errors.ts";
import { tenantsFolder } from "../project-root.ts";
import { type Answers, answerAt } from "../tenants/new/answers.ts";
import { completeByAsking, completeSilently } from "../tenants/new/complete.ts";
import { Dialogue, NoAnswerError, type Terminal } from "../tenants/new/dialogue.ts";
import { workflowFields } from "../tenants/new/fields.ts";
import { type GivenOptions, givenAnswers } from "../tenants/new/given.ts";
import { tenantFileText } from "../tenants/new/tenant-file.ts";
import { writeNewText } from "../text-file.ts";
import { exampleOf } from "../workflow-named.ts";

interface NewOptions extends GivenOptions {
  readonly yes?: true;
}

/** `batchline tenants new <id>`, and under another name `batchline new tenant <id>`. */
export function tenantsNewCommand(
  onStatus: (status: number) => void,
  workflows: readonly Workflow[],
  name = "new",
): Command {
  const params = paramsOf(workflows);
  const first = exampleOf(workflows);
  return new Command(name)
    .description(
      "Write the file of a new tenant. Asks for the required fields, and explains the others in comments.",
    )
    .argument("<id>", "lower-case letters, digits and dashes; never changes")
    .option("--name <name>", "the display name; by default from the id")
    .option("--contact <address>", "the address for results of runs")
    .option("--bucket <name>", "a bucket of the tenant's own")
    .option("-w, --workflow <name...>", `its workflows, of: ${Object.keys(params).join(", ")}`)
    .option("--set <field=value...>", `any other field, such as ${first}.<field>`)
    .option("-y, --yes", "ask nothing: use defaults, and fail if a required field has none")
    .addHelpText(
      "after",
      () => `
Asks nothing when stdin is not a terminal.
Exit codes: 0 written, 1 the file exists or cannot be written, 2 wrong usage, 130 interrupted.

Examples:
  $ npx batchline tenants new acme-outdoor
  $ npx batchline tenants new acme-outdoor --yes --workflow ${first} \\
      --set ${exampleSettings(params, first)}`,
    )
    .action(async (id: string, options: NewOptions) => {
      const asks = options.yes !== true && process.stdin.isTTY;
      const terminal = asks ? { input: process.stdin, output: process.stderr } : undefined;
      onStatus(await writeNewTenant(id, options, params, terminal));
    });
}

/** `field=value` for each required field of the workflow's block. */
function exampleSettings(params: WorkflowParams, workflow: string): string {
  return workflowFields(tenantJsonSchema(params), [workflow])
    .filter(({ required }) => required)
    .map(({ name, schema: { examples = [], enum: choices = [] } }) => {
      return `${name}=${[...examples, ...choices, "…"][0]}`;
    })
    .join(" ");
}

/** Writes the file of the tenant `id`, which may name the workflows of `params`, and returns the command's exit code. Asks on `terminal`
 * for fields without an option.
 * @throws UsageError for an invalid tenant
 * @throws CommandFailure when the file exists or another tenant has the bucket */
export async function writeNewTenant(
  id: string,
  options: GivenOptions,
  params: WorkflowParams,
  terminal?: Terminal,
): Promise<number> {
  const schema = tenantJsonSchema(params);
  const checker = new FileChecker(params);
  const given = givenAnswers(id, options, schema, checker);
  const { dir } = tenantsFolder();
  const file = join(dir, `${id}.yaml`);
  if (existsSync(file)) throw new CommandFailure("BL-U006", `${file} exists: edit it, or choose another id`);
  let answers: Answers;
  if (terminal === undefined) answers = completeSilently(given, schema);
  else {
    using dialogue = new Dialogue(terminal);
    try {
      answers = await completeByAsking(given, schema, checker, dialogue);
    } catch (cause) {
      if (!(cause instanceof NoAnswerError)) throw cause;
      dialogue.say("\nnothing was written");
      return exitStatus.interrupted;
    }
  }
  const bucket = answerAt(answers, ["storage", "bucket"]);
  const owner = checkTenants(dir, params).tenants.find(({ storage }) => storage && storage.bucket === bucket);
  if (owner) throw new CommandFailure("BL-U006", `the bucket ${bucket} belongs to ${owner.id}`);
  const text = tenantFileText(schema, answers);
  const { problems } = new FileChecker(params).check(file, id, Buffer.from(text));
  if (problems.length > 0)
    throw new InvariantError(`wrote a wrong file\n${problems.map(formatProblem).join("\n")}`);
  writeNewText(file, text);
  console.log(`wrote ${file}; what it does: npx batchline tenants diff HEAD`);
  return exitStatus.ok;
}
