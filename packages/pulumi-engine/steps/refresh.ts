import { difference, visible } from "../registrations/difference.ts";
import { ResourceFailure } from "../registrations/resource-failure.ts";
import { existing, isProvider, type StateResource, secretsOf } from "../state/state-resource.ts";
import { withoutMissing } from "../state/without-missing.ts";
import type { StackOptions } from "./destroy.ts";
import { stepOf } from "./expected.ts";

/**
 * Brings a state to what exists, as `pulumi refresh` does: reads each resource, and forgets those that are gone. Steps are `same`,
 * `update` and `delete`. Nothing is changed but the state.
 * @throws {ResourceFailure} if the provider could not read a resource
 * @example
 * await refreshStack({ provider, state: await openState(".local/state.json") });
 */
export async function refreshStack(options: StackOptions): Promise<void> {
  const { state, preview = false } = options;
  const read = await Promise.all(state.resources.map((resource) => refresh(resource, options)));
  const found = read.flatMap((resource) => resource ?? []);
  if (!preview) await state.save(withoutMissing(found, state.resources));
}

/** Undefined: it does not exist. */
async function refresh(old: StateResource, options: StackOptions): Promise<StateResource | undefined> {
  const { provider, onStep = () => {} } = options;
  if (old.kind !== "custom" || isProvider(old) || old.pendingReplacement === true) return old;
  try {
    const next = await readAgain(old, options);
    // What the program would change if it were deployed now, in the other direction.
    const changes = next && (await difference(provider, old, existing(next)));
    const operation = next === undefined ? "delete" : changes?.changed.length === 0 ? "same" : "update";
    const step = stepOf(operation, old, { old, ...(next && { next }) }, changes);
    onStep(step, "planned");
    onStep(step, "done");
    return next;
  } catch (cause) {
    throw new ResourceFailure(old, cause);
  }
}

async function readAgain(old: StateResource, { provider }: StackOptions): Promise<StateResource | undefined> {
  if (provider.read === undefined) return old;
  const read = await provider.read({ ...old, readId: existing(old).id });
  if (read === undefined) return undefined;
  const { id, inputs = old.inputs } = read;
  const outputs = { ...visible(inputs), ...read.outputs };
  return { ...old, id, inputs, outputs, secretOutputs: secretsOf(old, outputs) };
}
