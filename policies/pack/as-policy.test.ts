import { createRequire } from "node:module";
import { type ResourceValidationArgs, Secret } from "@pulumi/policy";
import { UnknownValueError, unknownCheckingProxy } from "@pulumi/policy/proxy.js";
import { expect } from "chai";
import { unknown } from "../../testing/policies/checking.ts";
import { happyEnvironment } from "../../testing/policies/happy.ts";
import { validationArgs } from "../../testing/policies/validation-args.ts";
import { costAllocationTags } from "../rules/cost-allocation-tags.ts";
import { environmentVcpuCap } from "../rules/environment-vcpu-cap.ts";
import { asPolicy } from "./as-policy.ts";

const { secretsPreservingProxy } = createRequire(import.meta.url)("@pulumi/policy/secret.js") as {
  secretsPreservingProxy<T>(properties: T): T;
};

describe("asPolicy", () => {
  const argsWith = (props: object, config: object = {}) =>
    validationArgs({
      token: happyEnvironment.type.token,
      name: "spot",
      props: unknownCheckingProxy(secretsPreservingProxy(props)),
      config,
    });
  const checked = (args: ResourceValidationArgs) => {
    const { validateResource } = asPolicy(environmentVcpuCap) as {
      validateResource: (args: ResourceValidationArgs, report: (message: string) => void) => void;
    };
    const messages: string[] = [];
    validateResource(args, (message) => messages.push(message));
    return messages;
  };

  it("a violation: its message ends with the fix, which Pulumi does not print", () => {
    expect(checked(argsWith(happyEnvironment.props, { maxVcpus: 8 }))).to.deep.equal([
      `computeResources.maxVcpus is 16; the cap is 8\nFix: ${environmentVcpuCap.fix}`,
    ]);
  });

  it("unknown values: thrown in the way that Pulumi turns into an advisory", () => {
    const later = { type: "MANAGED", computeResources: { maxVcpus: unknown } };
    expect(() => checked(argsWith(later))).to.throw(UnknownValueError, /^computeResources\.maxVcpus$/);
  });

  it("remediations: secret and unknown values stay", () => {
    const { remediateResource } = asPolicy(costAllocationTags) as {
      remediateResource: (args: ResourceValidationArgs) => unknown;
    };
    const tags: Record<string, unknown> = { token: new Secret("hush"), later: unknown };
    expect(remediateResource(argsWith({ tags }))).not.to.equal(undefined);
    expect(tags).to.deep.equal({
      token: new Secret("hush"),
      later: unknown,
      application: "shop",
      stack: "dev",
    });
    expect(remediateResource(argsWith({ tags }))).to.equal(undefined);
  });
});
