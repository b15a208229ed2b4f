import { deployedStack } from "../../runs/stack/deployed-stack.ts";
import { openStack, type Stack } from "../../runs/stack/stack.ts";
import type { Target } from "../../runs/stack/target.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { interruptible } from "../interrupt.ts";
import { projectRoot } from "../project-root.ts";
import { onLocalRuns } from "./local-runs.ts";
import type { StackOptions } from "./stack-options.ts";

/** Opens the stack of a command for `use`, which returns the exit code. The signal is Ctrl-C's,
 * or the end of the process that keeps a local session. `goesOn` says whether runs go on when
 * the command ends: not in a local session that it has opened again.
 * @param onDeploy Given, such a session gets the program as it is now. It receives the steps. */
export async function onStack(
  { stack: name, local }: StackOptions,
  workflows: readonly Workflow[],
  use: (stack: Stack, signal: AbortSignal, goesOn: boolean) => Promise<number>,
  onDeploy?: (step: string) => void,
): Promise<number> {
  const root = projectRoot();
  return interruptible(
    () => {},
    async (signal) => {
      const open = async (target: Target, goesOn = true, lives = signal) => {
        const stack = openStack(target, workflows);
        try {
          return await use(stack, lives, goesOn);
        } finally {
          stack.clients.destroy();
        }
      };
      if (!local) return open(await deployedStack(root, name));
      return onLocalRuns({ root, stack: name, signal, ...(onDeploy && { onDeploy }) }, open);
    },
  );
}
