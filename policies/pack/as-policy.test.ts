import { type ResourceValidationArgs, Secret } from "@pulumi/policy";
import { UnknownValueError, unknownCheckingProxy } from "@pulumi/policy/proxy.js";
import secret from "@pulumi/policy/secret.js";
import rpc from "@pulumi/pulumi/runtime/rpc.js";
import { expect } from "chai";
import { unknown } from "../../testing/policies/checking.ts";
import { happyEnvironment } from "../../testing/policies/happy.ts";
import { validationArgs } from "../../testing/policies/validation-args.ts";
import { launchTemplate } from "../kit/resource-types.ts";
import { costAllocationTags } from "../rules/cost-allocation-tags.ts";
import { environmentVcpuCap } from "../rules/environment-vcpu-cap.ts";
import { asPolicy } from "./as-policy.ts";

describe("asPolicy", () => {
  const argsWith = (props: object, config: object = {}) =>
    validationArgs({
      token: happyEnvironment.type.token,
      name: "spot",
      props: unknownCheckingProxy(secret.secretsPreservingProxy(props)),
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

  it("a remediation that replaces a list with a secret: the list becomes secret", () => {
    const { remediateResource } = asPolicy(costAllocationTags) as {
      remediateResource: (args: ResourceValidationArgs) => unknown;
    };
    const kept = { resourceType: "network-interface", tags: { token: "hush" } };
    const tagSpecifications: unknown[] = [{ ...kept, tags: { token: new Secret("hush") } }];
    const props: Record<string, unknown> = { tagSpecifications };
    const { token } = launchTemplate;
    remediateResource({ ...argsWith(props), type: token });
    expect(props.tagSpecifications).to.be.instanceOf(Secret);
    expect((props.tagSpecifications as Secret).value).to.deep.include(kept);
  });

  it("an archive without files: not remediated, because its files may be lost", () => {
    const { remediateResource } = asPolicy(costAllocationTags) as {
      remediateResource: (args: ResourceValidationArgs) => unknown;
    };
    const code = { [rpc.specialSigKey]: rpc.specialArchiveSig, assets: {} };
    const args = { ...argsWith({ code }), type: "aws:lambda/function:Function" };
    expect(() => remediateResource(args)).to.throw(UnknownValueError, /^code is an archive without files/);
  });
});
