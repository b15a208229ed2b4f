import { decodeProperties } from "../protocol/decode-properties.ts";
import { encodeProperties } from "../protocol/encode-properties.ts";
import type { WireMap } from "../protocol/wire.ts";
import type { ChildResource } from "./provider.ts";
import type { RegisteredResource, Registration } from "./registration.ts";

/** A resource while the program runs. */
export interface TrackedResource {
  registration: Registration;
  id?: string;
  /** Encoded, with secrets wrapped. */
  outputs: WireMap;
}

export function snapshot({ registration, id, outputs }: TrackedResource): RegisteredResource {
  return {
    ...registration,
    ...(id === undefined ? {} : { id }),
    outputs: decodeProperties(outputs).properties,
  };
}

export function trackedChild(
  parent: Registration,
  { urn, type, name, id, outputs }: ChildResource,
): TrackedResource {
  const registration: Registration = {
    ...{ urn, type, name, kind: "custom", parent: parent.urn },
    ...{ inputs: {}, secretInputs: [], dependencies: [], propertyDependencies: {}, options: {} },
  };
  return { registration, id, outputs: encodeProperties(outputs) };
}
