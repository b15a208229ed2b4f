import { CodedError, codedMessage } from "@batchline/diagnostics";
import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { UnknownRunError } from "../runs/errors.ts";
import { awsFailure } from "../runs/stack/aws-failure.ts";
import type { Workflow } from "../workflow-kit/at-deploy/declaration.ts";
import { costsCommand } from "./commands/costs.ts";
import { dashboardCommand } from "./commands/dashboard.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { followCommand } from "./commands/follow.ts";
import { graphCommand } from "./commands/graph.ts";
import { localCommand } from "./commands/local.ts";
import { logsCommand } from "./commands/logs.ts";
import { newWorkflowCommand } from "./commands/new-workflow.ts";
import { policyCheckCommand } from "./commands/policy-check.ts";
import { policyDocsCommand } from "./commands/policy-docs.ts";
import { reportCommand } from "./commands/report.ts";
import { reproduceCommand } from "./commands/reproduce.ts";
import { rerunCommand } from "./commands/rerun.ts";
import { runCommand } from "./commands/run.ts";
import { runsCommand } from "./commands/runs.ts";
import { sizesCommand } from "./commands/sizes.ts";
import { stopCommand } from "./commands/stop.ts";
import { tenantsCheckCommand } from "./commands/tenants-check.ts";
import { tenantsDiffCommand } from "./commands/tenants-diff.ts";
import { tenantsNewCommand } from "./commands/tenants-new.ts";
import { tenantsSchemaCommand } from "./commands/tenants-schema.ts";
import { whyCommand } from "./commands/why.ts";
import { exitStatus, UsageError } from "./errors.ts";
import { workflowsOf } from "./project-workflows.ts";

/** The command with all its subcommands, for a project with these workflows. `onStatus` receives the exit code of the one that ran. */
export function batchlineCommand(
  onStatus: (status: number) => void,
  workflows: readonly Workflow[],
): Command {
  const created = new Command("new")
    .description("Write a new workflow or a new tenant.")
    .addCommand(newWorkflowCommand())
    .addCommand(tenantsNewCommand(onStatus, workflows, "tenant"));
  const tenants = new Command("tenants")
    .description("Check the tenants' files, report what a change does, add a tenant. Needs no AWS account.")
    .addCommand(tenantsCheckCommand(onStatus, workflows))
    .addCommand(tenantsDiffCommand(onStatus, workflows))
    .addCommand(tenantsNewCommand(onStatus, workflows))
    .addCommand(tenantsSchemaCommand(workflows));
  const policy = new Command("policy")
    .description("Check the infrastructure against the rules in policies/. Needs no AWS account.")
    .addCommand(policyCheckCommand(onStatus))
    .addCommand(policyDocsCommand());
  const program = new Command("batchline")
    .version(packageJson.version, "-v, --version")
    .description("Background jobs for every tenant, on AWS Step Functions and AWS Batch or on this machine.")
    .showSuggestionAfterError()
    .helpCommand(true)
    .exitOverride()
    .addCommand(runCommand(onStatus, workflows))
    .addCommand(runsCommand(onStatus, workflows))
    .addCommand(whyCommand(onStatus, workflows))
    .addCommand(costsCommand(onStatus, workflows))
    .addCommand(sizesCommand(onStatus, workflows))
    .addCommand(followCommand(onStatus, workflows))
    .addCommand(stopCommand(onStatus, workflows))
    .addCommand(rerunCommand(onStatus, workflows))
    .addCommand(dashboardCommand(onStatus, workflows))
    .addCommand(reportCommand(onStatus, workflows))
    .addCommand(localCommand(onStatus, workflows))
    .addCommand(logsCommand(onStatus, workflows))
    .addCommand(reproduceCommand(onStatus, workflows))
    .addCommand(doctorCommand(onStatus, workflows))
    .addCommand(graphCommand(workflows))
    .addCommand(created)
    .addCommand(tenants)
    .addCommand(policy);
  for (const command of allBelow(program)) command.exitOverride().showSuggestionAfterError();
  return program;
}

/** Runs one `batchline` command and returns its exit code. Errors go to stderr, a line each.
 * @example await runCommandLine(["tenants", "check", "--json"]) */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  let status: number = exitStatus.ok;
  const onStatus = (result: number) => {
    status = result;
  };
  try {
    const program = batchlineCommand(onStatus, await workflowsOf(process.cwd()));
    await program.parseAsync(args, { from: "user" });
    return status;
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? exitStatus.ok : exitStatus.usage;
    return report(cause);
  }
}

/** All subcommands, at every depth. */
export function allBelow(command: Command): Command[] {
  return command.commands.flatMap((below) => [below, ...allBelow(below)]);
}

function report(cause: unknown): number {
  const error = cause instanceof CodedError ? cause : awsFailure(cause);
  if (error !== undefined) {
    console.error(`error: ${codedMessage(error)}`);
    if (process.env.DEBUG) console.error(error);
    const isUsage = error instanceof UsageError || error instanceof UnknownRunError;
    return isUsage ? exitStatus.usage : exitStatus.wrong;
  }
  // A bug of this program: its stack helps.
  console.error(cause);
  return exitStatus.wrong;
}

/** Lets the command go on when its reader is gone. Otherwise the first write would end the process in the middle of a
 * run, with containers still running and a wrong exit code. */
export function outliveReaders(streams: readonly NodeJS.WritableStream[]): void {
  for (const stream of streams)
    stream.on("error", (cause: NodeJS.ErrnoException) => {
      // A closed pipe (`| head`) or terminal.
      if (!["EPIPE", "EIO", "ERR_STREAM_DESTROYED"].includes(String(cause.code))) throw cause;
    });
}
