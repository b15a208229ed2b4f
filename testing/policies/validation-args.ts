import type { PolicyResourceOptions, ResourceValidationArgs } from "@pulumi/policy";

/** A resource's options if the program sets none. */
export const defaultOptions: PolicyResourceOptions = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};

/** The arguments with which Pulumi calls a resource's policy, in stack `dev` of the project `shop`. `props` are the caller's proxies. */
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
    opts: defaultOptions,
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
