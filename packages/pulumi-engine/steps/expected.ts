import { outputsAfterUpdate, visible } from "../registrations/difference.ts";
import type { Difference, ProvidedResource } from "../registrations/provider.ts";
import type { RegisteredResource, Registration } from "../registrations/registration.ts";
import { type StateResource, secretsOf } from "../state/state-resource.ts";
import type { Operation, Step } from "./step.ts";

/** What is known of a new resource before it is created: its inputs, which are outputs of the same names. */
export function known(next: Registration): RegisteredResource {
  return { ...next, outputs: next.kind === "custom" ? visible(next.inputs) : {} };
}

/** A created, updated or read resource. Undefined: nothing more is known than before. */
export function provided(next: Registration, created: ProvidedResource | undefined): StateResource {
  const outputs = { ...known(next).outputs, ...created?.outputs };
  const id = created === undefined ? {} : { id: created.id };
  return { ...next, ...id, outputs, secretOutputs: secretsOf(next, outputs) };
}

/** What is known of an update before it is done. */
export function updated(next: Registration, old: StateResource, difference: Difference): StateResource {
  const outputs = next.kind === "custom" ? outputsAfterUpdate(old, next.inputs, difference) : old.outputs;
  const id = old.id === undefined ? {} : { id: old.id };
  return { ...next, ...id, outputs, secretOutputs: secretsOf(next, outputs) };
}

/** An unchanged resource, with what the program says of it now. */
export function kept(next: Registration, { id, outputs, secretOutputs }: StateResource): StateResource {
  const secrets = [...new Set([...secretOutputs, ...secretsOf(next, outputs)])];
  return { ...next, ...(id === undefined ? {} : { id }), outputs, secretOutputs: secrets };
}

const noDifference = { changed: [], replaces: [] };

export function stepOf(
  operation: Operation,
  { urn, type }: Registration,
  of: { readonly old?: StateResource | undefined; readonly next?: RegisteredResource },
  { changed, replaces }: Difference = noDifference,
): Step {
  const { old, next } = of;
  return { operation, urn, type, changed, replaces, ...(old && { old }), ...(next && { next }) };
}

/** How Pulumi calls the deletion of a resource. */
export function deletionOf(resource: StateResource, isReplaced: boolean): Operation {
  if (resource.pendingReplacement === true) return "remove-pending-replace";
  if (resource.external === true) return isReplaced ? "discard-replaced" : "discard";
  return isReplaced ? "delete-replaced" : "delete";
}
