import type { Archive, Asset } from "./assets.ts";

/** A value that only an update can tell, for example the ARN of a bucket that does not exist yet. */
export class Unknown {
  /** Shows in failed assertions and in JSON. */
  readonly unknown = true;
}

/** The one unknown value: compare with `===`. */
export const unknown: Unknown = Object.freeze(new Unknown());

/** A resource that was passed where a value was wanted, for example as an argument of a remote component. */
export class ResourceReference {
  readonly urn: string;
  /** Absent for components; unknown at preview. */
  readonly id: string | Unknown | undefined;
  constructor(urn: string, id?: string | Unknown) {
    this.urn = urn;
    this.id = id;
  }
}

/** A property of a resource as plain data. Secrets are unwrapped: their paths are kept beside the value. */
export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | Unknown
  | Asset
  | Archive
  | ResourceReference
  | readonly PropertyValue[]
  | PropertyMap;

export interface PropertyMap {
  readonly [name: string]: PropertyValue;
}
