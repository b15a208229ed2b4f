import { Command, Option } from "commander";
import { RunsFailure } from "../../runs/errors.ts";
import { deployedStack } from "../../runs/stack/deployed-stack.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { interruptible } from "../interrupt.ts";
import { projectRoot } from "../project-root.ts";
import { elapsedSteps } from "../run/elapsed-steps.ts";
import { onLocalTarget } from "../run/local-target.ts";

interface DoctorOptions {
  readonly stack: string;
  readonly local?: true;
  readonly json?: true;
}

/** `batchline doctor`; `onStatus` receives the exit code. */
export function doctorCommand(onStatus: (status: number) => void, workflows: readonly Workflow[]): Command {
  return new Command("doctor")
    .description(
      "Ask AWS what would stop a stack's deployment or its runs: what, why it matters, what to do.",
    )
    .addOption(new Option("-s, --stack <name>", "the stack to examine").default("dev"))
    .option(
      "--local",
      "examine what batchline local deployed, or start the embedded AWS and deploy the stack to it",
    )
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
It changes nothing, and works before the first deployment. docs/doctor.md lists its checks and the rights of each command.
Exit codes: 0 nothing is wrong, 1 something is wrong or could not be checked, 2 wrong usage, 130 interrupted.

Examples:
  $ npx batchline doctor --stack prod
  $ npx batchline doctor --stack prod --json | jq -r '.findings[] | select(.status == "wrong").fix'`,
    )
    .action(async (options: DoctorOptions) => onStatus(await doctor(options, workflows)));
}

async function doctor(
  { stack, local, json }: DoctorOptions,
  workflows: readonly Workflow[],
): Promise<number> {
  const root = projectRoot();
  // Loaded on demand: it reads Pulumi's files, and has a client for each service of AWS that it asks.
  const { declaredStack } = await import("../doctor/declared-stack.ts");
  const { examineStack } = await import("../doctor/examine-stack.ts");
  const declared = await declaredStack(root, stack, workflows);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  return interruptible(
    () => say("\nstopping"),
    async (signal) => {
      const onStep = elapsedSteps(say);
      const options = { json: json === true, signal, onStep };
      if (local)
        return onLocalTarget({ root, stack, signal, onStep }, ({ client, outputs }) =>
          examineStack({ ...declared, client, outputs }, options),
        );
      onStep(`reading the outputs of stack ${stack}`);
      const deployed = await deployedStack(root, stack).catch((cause: unknown) => {
        if (cause instanceof RunsFailure) return { outputs: undefined, notDeployed: cause.message };
        throw cause;
      });
      return examineStack({ ...declared, client: {}, ...deployed }, options);
    },
  );
}
