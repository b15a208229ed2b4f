import type { Provider } from "../registrations/provider.ts";
import type { StackState } from "../state/state-file.ts";
import type { StateResource } from "../state/state-resource.ts";
import { Destruction } from "./destruction.ts";
import { NeedsProgramError } from "./refusals.ts";
import type { StepListener } from "./step.ts";

export interface StackOptions {
  readonly provider: Provider;
  readonly state: StackState;
  /** Only plans the steps. @default false */
  readonly preview?: boolean;
  readonly onStep?: StepListener;
}

/**
 * Deletes what a stack consists of, as `pulumi destroy --exclude-protected` does: in reverse order, without the protected resources
 * and what these need. Resolves to the resources that stay.
 * @throws {NeedsProgramError} if the program has a hook for a deletion: use `runProgram` with the mode `destroy`
 * @throws {ResourceFailure} if the provider could not delete a resource. The state keeps what is left.
 * @example
 * const kept = await destroyStack({ provider, state: await openState(".local/state.json") });
 */
export async function destroyStack(options: StackOptions): Promise<readonly StateResource[]> {
  const { provider, state, preview = false, onStep = () => {} } = options;
  const hooked = state.resources.find(hasDeleteHooks);
  if (hooked !== undefined) throw new NeedsProgramError(hooked.urn);
  const of = { provider, state, preview, onStep, dryRun: preview, onFailure: () => {} };
  return new Destruction(of).finish();
}

function hasDeleteHooks({ options: { hooks = {} } }: StateResource): boolean {
  return [...(hooks.BeforeDelete ?? []), ...(hooks.AfterDelete ?? [])].length > 0;
}
