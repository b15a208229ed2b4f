import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { resourceType } from "../kit/resource-types.ts";
import { logGroupRetention as rule } from "./log-group-retention.ts";

describe("policy log-group-retention", () => {
  const groupWith = (props: { retentionInDays?: number; logGroupClass?: string }) => ({
    type: resourceType<LogGroupArgs>("aws:cloudwatch/logGroup:LogGroup"),
    props: { name: "/shop/jobs", ...props },
  });

  it("is kept by a log group whose lines expire", () => {
    expect(judge(rule, groupWith({ retentionInDays: 400 }))).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses one that keeps lines for ever", () => {
    for (const props of [{}, { retentionInDays: 0 }])
      expect(judge(rule, groupWith(props)).violations).to.deep.equal([
        "retentionInDays is not set: lines would be kept, and charged for, for ever",
      ]);
  });

  it("refuses one that keeps them longer than it is told", () => {
    expect(judge(rule, groupWith({ retentionInDays: 90 }), { maxDays: 30 }).violations).to.deep.equal([
      "retentionInDays is 90; the most is 30",
    ]);
  });

  it("lets CloudWatch choose in the class where it does", () => {
    expect(judge(rule, groupWith({ logGroupClass: "DELIVERY" })).violations).to.deep.equal([]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, groupWith({ retentionInDays: unknown }))).to.deep.equal({
      violations: [],
      unjudged: ["retentionInDays"],
    });
  });
});
