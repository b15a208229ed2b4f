import { decodeProperties } from "../protocol/decode-properties.ts";
import { encodeProperties } from "../protocol/encode-properties.ts";
import type { PropertyValue } from "../protocol/property.ts";
import { isWireMap, signatureKey, signatures, type Wire, type WireMap } from "../protocol/wire.ts";
import { present, type RegisteredOptions } from "../registrations/registration.ts";
import { parseUrn } from "../registrations/urn.ts";
import type { CheckpointResource } from "./checkpoint-schema.ts";
import { readTimeouts, writeTimeouts } from "./custom-timeouts.ts";
import type { StateResource } from "./state-resource.ts";

/** Text → ciphertext, or the other way. */
type Cipher = (text: string) => string;

/** A resource as Pulumi's checkpoint has it. Throws what `encrypt` throws. */
export function toCheckpoint(resource: StateResource, encrypt: Cipher): CheckpointResource {
  const { urn, kind, id, type, parent, dependencies, provider, propertyDependencies, options } = resource;
  const properties = (map: StateResource["inputs"], secrets: readonly string[]) =>
    nonEmpty(sealed(encodeProperties(map, secrets), encrypt) as WireMap);
  return present({
    urn,
    custom: kind === "custom",
    delete: resource.pendingDelete || undefined,
    id,
    type,
    inputs: properties(resource.inputs, resource.secretInputs),
    outputs: properties(resource.outputs, resource.secretOutputs),
    parent,
    protect: options.protect || undefined,
    taint: resource.tainted || undefined,
    external: resource.external || undefined,
    dependencies: nonEmpty([...dependencies]),
    provider,
    propertyDependencies: nonEmpty(mapValues(propertyDependencies, (urns) => [...urns])),
    pendingReplacement: resource.pendingReplacement || undefined,
    additionalSecretOutputs: options.additionalSecretOutputs && [...options.additionalSecretOutputs],
    customTimeouts: options.customTimeouts && writeTimeouts(options.customTimeouts),
    importID: options.importId,
    retainOnDelete: options.retainOnDelete || undefined,
    deletedWith: options.deletedWith,
    replaceWith: options.replaceWith && [...options.replaceWith],
    ignoreChanges: options.ignoreChanges && [...options.ignoreChanges],
    replaceOnChanges: options.replaceOnChanges && [...options.replaceOnChanges],
    replacementTrigger:
      options.replacementTrigger === undefined ? undefined : valueToWire(options.replacementTrigger),
    resourceHooks: options.hooks && mapValues(options.hooks, (names) => [...names]),
  }) as CheckpointResource;
}

/** Tells whether the state has the same text for both. */
export function sameRecord(a: StateResource, b: StateResource): boolean {
  const plain = (text: string) => text;
  return JSON.stringify(toCheckpoint(a, plain)) === JSON.stringify(toCheckpoint(b, plain));
}

/** Throws what `decrypt` throws, and BL-E013 for a value that the protocol does not have. */
export function fromCheckpoint(of: CheckpointResource, decrypt: Cipher): StateResource {
  const inputs = decodeProperties(opened((of.inputs ?? {}) as WireMap, decrypt) as WireMap);
  const outputs = decodeProperties(opened((of.outputs ?? {}) as WireMap, decrypt) as WireMap);
  const options: RegisteredOptions = present({
    protect: of.protect,
    ignoreChanges: of.ignoreChanges,
    replaceOnChanges: of.replaceOnChanges,
    customTimeouts: of.customTimeouts && readTimeouts(of.customTimeouts),
    retainOnDelete: of.retainOnDelete,
    deletedWith: of.deletedWith,
    replaceWith: of.replaceWith,
    replacementTrigger: wireToValue(of.replacementTrigger as Wire | undefined),
    additionalSecretOutputs: of.additionalSecretOutputs,
    importId: of.importID,
    hooks: of.resourceHooks,
  });
  return {
    ...{ urn: of.urn, type: of.type, name: parseUrn(of.urn)?.name ?? of.urn },
    kind: of.custom ? "custom" : "component",
    inputs: inputs.properties,
    secretInputs: inputs.secrets,
    outputs: outputs.properties,
    secretOutputs: outputs.secrets,
    dependencies: of.dependencies ?? [],
    propertyDependencies: mapValues(of.propertyDependencies ?? {}, (urns) => urns ?? []),
    options,
    ...present({
      id: of.id,
      parent: of.parent,
      provider: of.provider,
      external: of.external,
      pendingDelete: of.delete,
      pendingReplacement: of.pendingReplacement,
      tainted: of.taint,
    }),
  };
}

/** In a file, a secret is the ciphertext of its JSON. `pulumi stack export --show-secrets` writes the JSON itself. */
function sealed(wire: Wire, encrypt: Cipher): Wire {
  if (isWireMap(wire) && wire[signatureKey] === signatures.secret) {
    const ciphertext = encrypt(JSON.stringify(wire.value ?? null));
    return { [signatureKey]: signatures.secret, ciphertext };
  }
  return mapMembers(wire, (member) => sealed(member, encrypt));
}

function opened(wire: Wire, decrypt: Cipher): Wire {
  if (isWireMap(wire) && wire[signatureKey] === signatures.secret) {
    const { plaintext, ciphertext } = wire;
    const json = typeof plaintext === "string" ? plaintext : decrypt(String(ciphertext));
    return { [signatureKey]: signatures.secret, value: opened(JSON.parse(json) as Wire, decrypt) };
  }
  return mapMembers(wire, (member) => opened(member, decrypt));
}

function mapMembers(wire: Wire, change: (member: Wire) => Wire): Wire {
  if (Array.isArray(wire)) return wire.map(change);
  return isWireMap(wire) ? mapValues(wire, change) : wire;
}

function valueToWire(value: PropertyValue): Wire {
  return encodeProperties({ value }).value ?? null;
}

function wireToValue(wire: Wire | undefined): PropertyValue | undefined {
  return wire === undefined ? undefined : decodeProperties({ value: wire }).properties.value;
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function nonEmpty<T extends object>(items: T): T | undefined {
  return Object.keys(items).length === 0 ? undefined : items;
}
