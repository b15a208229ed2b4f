import { deployedStack } from "../../runs/stack/deployed-stack.ts";
import { openStack, type Stack } from "../../runs/stack/stack.ts";
import type { Target } from "../../runs/stack/target.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { interruptible } from "../interrupt.ts";
import { projectRoot } from "../project-root.ts";
import { onLocalRuns } from "./local-runs.ts";
import type { StackOptions } from "./stack-options.ts";

/** Opens the stack of a command for `use`, which returns the exit code. The signal is Ctrl-C's.
 * @param onInterrupt What to do at the first Ctrl-C. @default nothing */
export async function onStack(
  { stack: name, local }: StackOptions,
  workflows: readonly Workflow[],
  use: (stack: Stack, signal: AbortSignal) => Promise<number>,
  onInterrupt: () => void = () => {},
): Promise<number> {
  const root = projectRoot();
  return interruptible(onInterrupt, async (signal) => {
    const open = async (target: Target) => {
      const stack = openStack(target, workflows);
      try {
        return await use(stack, signal);
      } finally {
        stack.clients.destroy();
      }
    };
    if (local) return onLocalRuns({ root, stack: name }, open);
    return open(await deployedStack(root, name));
  });
}
