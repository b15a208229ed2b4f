import { once } from "node:events";
import { Command, Option } from "commander";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { interruptible } from "../interrupt.ts";
import { tenantsFolder } from "../project-root.ts";
import { elapsedSteps } from "../run/elapsed-steps.ts";
import { keepAccount } from "../run/kept-account.ts";

interface LocalOptions {
  readonly stack: string;
  readonly deploy: boolean;
  readonly fresh?: boolean;
}

/** `batchline local`; `onStatus` receives the exit code. */
export function localCommand(onStatus: (status: number) => void, workflows: readonly Workflow[]): Command {
  return new Command("local")
    .description(
      "Keep the embedded AWS up, with the stack deployed, until Ctrl-C. Its data stays in .local/aws.",
    )
    .addOption(new Option("-s, --stack <name>", "the stack to deploy").default("dev"))
    .option("--fresh", "remove the data of .local/aws first")
    .option("--no-deploy", "deploy nothing: do it with the pulumi command")
    .addHelpText(
      "after",
      `
Exit codes: 1 it could not start, 2 wrong usage, 130 ended by Ctrl-C.
It prints the address of the page of its runs, and lines for another terminal. There, batchline run --local uses it, and so do the AWS CLI and pulumi.

Examples:
  $ npx batchline local
  $ npx batchline local --fresh --no-deploy`,
    )
    .action(async (options: LocalOptions) => onStatus(await local(options, workflows)));
}

async function local(
  { stack, deploy, fresh = false }: LocalOptions,
  workflows: readonly Workflow[],
): Promise<number> {
  const { root } = tenantsFolder();
  const say = (line: string) => process.stderr.write(`${line}\n`);
  return interruptible(
    () => say("\nstopping: ending all processes"),
    async (signal) => {
      const onStep = elapsedSteps(say);
      const stops: (() => unknown)[] = [];
      try {
        const kept = keepAccount(root, fresh);
        stops.push(kept.release);
        onStep("starting the embedded AWS");
        const { deployLocally, openStack, serveProviders, serveStack, startLocalAccount } =
          await embeddedAws();
        const account = await startLocalAccount({ root, stack, dir: kept.dir });
        stops.push(account.stop);
        if (deploy) {
          const deployed = await deployLocally(account, { root, stack, signal, onStep });
          const { client, outputs, resources, changes } = deployed;
          kept.publish({ stack, at: new Date().toISOString(), client, outputs });
          onStep(`deployed ${resources} resources`);
          for (const line of changes) say(line);
          const opened = openStack(deployed, workflows);
          stops.push(() => opened.clients.destroy());
          const page = await serveStack(opened, stack);
          stops.push(page.close);
          onStep(`the page of its runs: ${page.address}`);
        }
        const providers = await serveProviders(account.aws, { root, onWarning: say });
        stops.push(providers.stop);
        const environment = { ...account.aws.environment, ...providers.environment };
        for (const [name, value] of Object.entries(environment)) console.log(`export ${name}=${value}`);
        onStep("ready: paste these lines in another terminal. Ctrl-C ends it");
        if (!signal.aborted) await once(signal, "abort");
        throw signal.reason;
      } finally {
        for (const stop of stops.reverse()) await stop();
      }
    },
  );
}

/** Loaded only when needed: the embedded AWS is most of the program. */
async function embeddedAws() {
  const { serveProviders } = await import("@batchline/embedded-aws");
  return {
    serveProviders,
    ...(await import("../run/local-account.ts")),
    ...(await import("../run/local-stack.ts")),
    ...(await import("../../runs/stack/stack.ts")),
    ...(await import("../../dashboard/server/serve-stack.ts")),
  };
}
