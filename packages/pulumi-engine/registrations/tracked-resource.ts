import { decodeProperties, type WireMap } from "../protocol/decode-properties.ts";
import { encodeProperties } from "../protocol/encode-properties.ts";
import type { ChildResource } from "./provider.ts";
import type { RegisteredResource, Registration } from "./registration.ts";

/** A resource while the program runs. */
export interface Entry {
  registration: Registration;
  id?: string;
  /** As it travels: secrets wrapped. */
  outputs: WireMap;
}

/** What is known of a resource by now. */
export function registered({ registration, id, outputs }: Entry): RegisteredResource {
  return {
    ...registration,
    ...(id === undefined ? {} : { id }),
    outputs: decodeProperties(outputs).properties,
  };
}

/** The entry of a resource that a remote component made as a part of itself. */
export function childEntry(parent: Registration, { urn, type, name, id, outputs }: ChildResource): Entry {
  const registration: Registration = {
    urn,
    type,
    name,
    kind: "custom",
    parent: parent.urn,
    inputs: {},
    secretInputs: [],
    dependencies: [],
    propertyDependencies: {},
    options: {},
  };
  return { registration, id, outputs: encodeProperties(outputs) };
}
