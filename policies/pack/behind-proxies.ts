import { getSpecialProxyTarget, isSpecialProxy } from "@pulumi/policy/proxy.js";

/** What @pulumi/policy's proxies hide: unknown values as their marks, secrets as objects of Secret, assets as Pulumi sent them. */
export function behindProxies<T>(value: T): T {
  return isProxy<T>(value) ? behindProxies(value[getSpecialProxyTarget]) : value;
}

function isProxy<T>(value: unknown): value is { readonly [getSpecialProxyTarget]: T } {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as { [isSpecialProxy]?: true })[isSpecialProxy] === true
  );
}
