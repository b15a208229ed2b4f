import "@pulumi/policy/deserialize.js";
import "@pulumi/policy/proxy.js";
import "@pulumi/policy/secret.js";

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
  /** Names the property of a proxy that is true. */
  export const isSpecialProxy: "__isSpecialProxy";
  /** Names the property with the value behind a proxy. A remediation's answer has that value instead. */
  export const getSpecialProxyTarget: "__getSpecialProxyTarget";
}

declare module "@pulumi/policy/deserialize.js" {
  /** Reads a resource's properties. `keepSecrets`: for a remediation, which must return them as secrets. */
  export let deserializeProperties: (
    struct: { toJavaScript(): object },
    keepSecrets: boolean,
  ) => Record<string, unknown>;
  /** Writes what a remediation returns. */
  export function serializeProperties(properties: object): Promise<object>;
}

declare module "@pulumi/policy/secret.js" {
  /** The same properties, with the values of secrets. What replaces a secret becomes secret. */
  export function secretsPreservingProxy<T>(properties: T): T;
}
