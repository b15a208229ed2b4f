import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyEnvironment } from "../../testing/policies/happy.ts";
import { on, resourceRule } from "../kit/rule.ts";

describe("running a rule", () => {
  const ruleOf = (check: Parameters<typeof on<NonNullable<typeof happyEnvironment.type.props>>>[1]) =>
    resourceRule({
      name: "of-a-test",
      code: "BL-P999",
      title: "Something holds",
      severity: "low",
      enforcement: "advisory",
      fix: "Hold it.",
      checks: () => on(happyEnvironment.type, check),
    });

  it("each: an unknown item does not end the loop", () => {
    const rule = ruleOf(({ props }, { each, report }) => {
      each(props.computeResources?.instanceTypes, (type) => report(type, "is found"));
    });
    const found = check(rule, environmentWith({ instanceTypes: ["m7g", unknown, "c7g"] }));
    expect(found).to.deep.equal({
      violations: ["m7g", "c7g"],
      unchecked: ["computeResources.instanceTypes[1]"],
    });
  });

  it("separately: an unknown value does not end the check", () => {
    const rule = ruleOf(({ props }, { separately, report }) => {
      separately(() => report("type", `is ${props.computeResources?.type}`));
      separately(() => report("maxVcpus", `is ${props.computeResources?.maxVcpus}`));
    });
    expect(check(rule, environmentWith({ type: unknown }))).to.deep.equal({
      violations: ["maxVcpus"],
      unchecked: ["computeResources.type"],
    });
  });

  it("a value of another type than expected: unchecked, not an error", () => {
    const rule = ruleOf(({ props }) => props.computeResources?.type.startsWith("FARGATE"));
    expect(check(rule, environmentWith({ type: 7 })).unchecked[0]).to.match(/^not as expected \(TypeError: /);
  });

  it("resources of other types: not checked", () => {
    const rule = ruleOf((_, { report }) => report("type", "is checked"));
    const other = { type: { token: "aws:s3/bucket:Bucket" }, props: {} };
    expect(check(rule, other)).to.deep.equal({ violations: [], unchecked: [] });
  });
});
