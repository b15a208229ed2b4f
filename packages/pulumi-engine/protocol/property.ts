import type { Archive, Asset } from "./assets.ts";

/** Type of `unknown`. @example const arn: string | Unknown = isPreview ? unknown : bucket.arn; */
export class Unknown {
  /** Shows in failed assertions and in JSON. */
  readonly unknown = true;
}

/**
 * A value that is known only after deployment, for example the ARN of a bucket that does not exist yet.
 * @example if (inputs.arn === unknown) return;
 */
export const unknown: Unknown = Object.freeze(new Unknown());

/** A resource as a value, for example as an argument of a remote component. @example new ResourceReference("urn:pulumi:dev::shop::aws:s3/bucket:Bucket::data", "data-1a2b3c4") */
export class ResourceReference {
  readonly urn: string;
  /** Undefined for components. Unknown at preview. */
  readonly id: string | Unknown | undefined;
  constructor(urn: string, id?: string | Unknown) {
    this.urn = urn;
    this.id = id;
  }
}

/** A property of a resource as plain data. Secrets are unwrapped. */
export type PropertyValue =
  | Scalar
  | Asset
  | Archive
  | ResourceReference
  | readonly PropertyValue[]
  | PropertyMap;
type Scalar = null | boolean | number | string | Unknown;

export interface PropertyMap {
  readonly [name: string]: PropertyValue;
}
