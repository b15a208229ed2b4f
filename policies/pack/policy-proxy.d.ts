import "@pulumi/policy/proxy.js";

/** Exports that the package leaves out of its types. */
declare module "@pulumi/policy/proxy.js" {
  /** Thrown if a policy reads a value that is known only after deployment. The package turns it into an advisory. */
  export class UnknownValueError extends Error {
    readonly props: readonly (string | symbol)[];
    /** @param sentinel the text that stands for the unknown value */
    constructor(sentinel: string, props: readonly (string | symbol)[]);
  }
  /** Stands for an unknown string. */
  export const unknownStringValue: string;
  /** The same properties; to read an unknown value throws. */
  export function unknownCheckingProxy<T>(properties: T): T;
}
