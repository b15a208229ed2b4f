import "@pulumi/policy/proxy.js";

/** What the package has there but leaves out of its types. */
declare module "@pulumi/policy/proxy.js" {
  /** Thrown where a policy reads what is known only after deployment; the package makes an advisory of it. */
  export class UnknownValueError extends Error {
    readonly props: readonly (string | symbol)[];
    /** @param sentinel what stands for the unknown value */
    constructor(sentinel: string, props: readonly (string | symbol)[]);
  }
  /** Stands for an unknown string. */
  export const unknownStringValue: string;
  /** The same properties, whose unknown values throw as they are read. */
  export function unknownCheckingProxy<T>(properties: T): T;
}
