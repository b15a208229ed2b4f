import type { ResourceValidationArgs } from "@pulumi/policy";

/** What Pulumi calls a resource's policy with, in the project `shop`'s stack `dev`. `props` are the caller's own proxies. */
export function validationArgs(given: {
  /** The resource's type. */
  readonly token: string;
  readonly name: string;
  readonly props: ResourceValidationArgs["props"];
  readonly config: object;
}): ResourceValidationArgs {
  const { token, name, props, config } = given;
  return {
    type: token,
    name,
    urn: `urn:pulumi:dev::shop::${token}::${name}`,
    props,
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    stackTags: new Map(),
    isType: () => false,
    asType: () => undefined,
    getConfig: <T extends object>() => config as T,
    notApplicable,
  };
}

export function notApplicable(): never {
  throw new Error("no rule says so");
}
