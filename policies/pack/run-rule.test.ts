import { expect } from "chai";
import { z } from "zod";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyEnvironment } from "../../testing/policies/happy.ts";
import { on, resourceRule } from "../kit/rule.ts";

describe("judging by a rule", () => {
  const ruleOf = (judge: Parameters<typeof on<NonNullable<typeof happyEnvironment.type.props>>>[1]) =>
    resourceRule({
      name: "of-a-test",
      code: "BL-P999",
      title: "Something holds",
      severity: "low",
      enforcement: "advisory",
      remediation: "Hold it.",
      config: z.object({}),
      checks: () => [on(happyEnvironment.type, judge)],
    });

  it("goes on with the next item after one that is unknown", () => {
    const rule = ruleOf(({ props }, { each, report }) => {
      each(props.computeResources?.instanceTypes, (type) => report(`found ${type}`));
    });
    const found = judge(rule, environmentWith({ instanceTypes: ["m7g", unknown, "c7g"] }));
    expect(found).to.deep.equal({
      violations: ["found m7g", "found c7g"],
      unjudged: ["computeResources.instanceTypes[1]"],
    });
  });

  it("goes on with what is judged apart", () => {
    const rule = ruleOf(({ props }, { apart, report }) => {
      apart(() => report(`type ${props.computeResources?.type}`));
      apart(() => report(`at most ${props.computeResources?.maxVcpus}`));
    });
    expect(judge(rule, environmentWith({ type: unknown }))).to.deep.equal({
      violations: ["at most 16"],
      unjudged: ["computeResources.type"],
    });
  });

  it("tells that it could not judge a value of another type than expected, and does not fail", () => {
    const rule = ruleOf(({ props }) => props.computeResources?.type.startsWith("FARGATE"));
    expect(judge(rule, environmentWith({ type: 7 })).unjudged[0]).to.match(/^not as expected \(TypeError: /);
  });

  it("leaves resources of other types alone", () => {
    const rule = ruleOf((_, { report }) => report("judged"));
    const other = { type: { token: "aws:s3/bucket:Bucket" }, props: {} };
    expect(judge(rule, other)).to.deep.equal({ violations: [], unjudged: [] });
  });
});
