import type { EventRuleArgs } from "@pulumi/aws/cloudwatch/eventRule.js";
import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { resourceType } from "../kit/resource-types.ts";
import { scheduledRules as rule } from "./scheduled-rules.ts";

describe("policy scheduled-rules", () => {
  const ruleWith = (props: { eventPattern?: string; scheduleExpression?: string }) => ({
    type: resourceType<EventRuleArgs>("aws:cloudwatch/eventRule:EventRule"),
    props,
  });

  it("is kept by a rule about events", () => {
    const eventPattern = '{"source":["aws.batch"]}';
    expect(judge(rule, ruleWith({ eventPattern }))).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses a rule by the clock", () => {
    expect(judge(rule, ruleWith({ scheduleExpression: "cron(0 3 * * ? *)" })).violations).to.deep.equal([
      "scheduleExpression is cron(0 3 * * ? *)",
    ]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, ruleWith({ scheduleExpression: unknown }))).to.deep.equal({
      violations: [],
      unjudged: ["scheduleExpression"],
    });
  });
});
