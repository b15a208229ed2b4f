import { CodedError, codedMessage } from "@batchline/diagnostics";
import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { graphCommand } from "./commands/graph.ts";
import { newCommand } from "./commands/new.ts";
import { policyCommand } from "./commands/policy.ts";
import { runCommand } from "./commands/run.ts";
import { tenantsCommand } from "./commands/tenants.ts";
import { exitStatus, UsageError } from "./errors.ts";

/** The command with all its subcommands. `onStatus` receives the exit code of the one that ran. */
export function batchlineCommand(onStatus: (status: number) => void): Command {
  const program = new Command("batchline")
    .version(packageJson.version, "-v, --version")
    .description("Background jobs for every tenant, on AWS Step Functions and AWS Batch or on this machine.")
    .showSuggestionAfterError()
    .helpCommand(true)
    .exitOverride()
    .addCommand(runCommand(onStatus))
    .addCommand(graphCommand())
    .addCommand(newCommand(onStatus))
    .addCommand(tenantsCommand(onStatus))
    .addCommand(policyCommand(onStatus));
  for (const command of allBelow(program)) command.exitOverride().showSuggestionAfterError();
  return program;
}

/**
 * Runs one `batchline` command and returns its exit code. Errors go to stderr, a line each.
 *
 * @example await runCommandLine(["tenants", "check", "--json"])
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  let status: number = exitStatus.ok;
  const program = batchlineCommand((result) => {
    status = result;
  });
  try {
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
  if (cause instanceof CodedError) {
    console.error(`error: ${codedMessage(cause)}`);
    if (cause.cause !== undefined && process.env.DEBUG) console.error(cause.cause);
    return cause instanceof UsageError ? exitStatus.usage : exitStatus.wrong;
  }
  // A fault of this program: its stack is what helps.
  console.error(cause);
  return exitStatus.wrong;
}
