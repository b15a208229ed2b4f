import type { EventRuleArgs } from "@pulumi/aws/cloudwatch/eventRule.js";
import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { resourceType } from "../kit/resource-types.ts";
import { scheduledRules as rule } from "./scheduled-rules.ts";

describe("policy scheduled-rules", () => {
  const ruleWith = (props: { eventPattern?: string; scheduleExpression?: string }) => ({
    type: resourceType<EventRuleArgs>("aws:cloudwatch/eventRule:EventRule"),
    props,
  });

  it("a rule about events: accepted", () => {
    const eventPattern = '{"source":["aws.batch"]}';
    expect(check(rule, ruleWith({ eventPattern }))).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a rule with a schedule: refused", () => {
    expect(check(rule, ruleWith({ scheduleExpression: "cron(0 3 * * ? *)" })).violations).to.deep.equal([
      "scheduleExpression",
    ]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, ruleWith({ scheduleExpression: unknown }))).to.deep.equal({
      violations: [],
      unchecked: ["scheduleExpression"],
    });
  });
});
