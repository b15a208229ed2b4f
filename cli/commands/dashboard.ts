import { once } from "node:events";
import { Command, InvalidArgumentError } from "commander";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { type StackOptions, withStackOptions } from "../runs/stack-options.ts";

interface DashboardOptions extends StackOptions {
  readonly port: number;
}

/** `batchline dashboard`; `onStatus` receives the exit code. */
export function dashboardCommand(
  onStatus: (status: number) => void,
  workflows: readonly Workflow[],
): Command {
  const command = new Command("dashboard")
    .description("Serve the page of a stack's runs on this machine, until Ctrl-C.")
    .option("-p, --port <number>", "the port on 127.0.0.1, 0 for a free one", portNumber, 0);
  return withStackOptions(command)
    .addHelpText(
      "after",
      `
It prints the page's address with a key: only who has the key sees the page. The page does what your AWS credentials may do.
Exit codes: 1 the stack cannot be read, 2 wrong usage, 130 ended by Ctrl-C.

Examples:
  $ npx batchline dashboard --stack prod
  $ npx batchline dashboard --local`,
    )
    .action(async (options: DashboardOptions) => onStatus(await dashboard(options, workflows)));
}

async function dashboard(options: DashboardOptions, workflows: readonly Workflow[]): Promise<number> {
  // Loaded on demand: the clients of AWS's services take a while, and so does esbuild.
  const { onStack } = await import("../runs/on-stack.ts");
  const { serveStack } = await import("../../dashboard/server/serve-stack.ts");
  return onStack(options, workflows, async (stack, signal) => {
    const { address, close } = await serveStack(stack, options.stack, options.port);
    try {
      console.log(options.json ? JSON.stringify({ address }) : `${address}\nCtrl-C ends it`);
      if (!signal.aborted) await once(signal, "abort");
      throw signal.reason;
    } finally {
      await close();
    }
  });
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port;
  throw new InvalidArgumentError("It is a whole number from 0 to 65535.");
}
