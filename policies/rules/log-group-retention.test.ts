import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { resourceType } from "../kit/resource-types.ts";
import { logGroupRetention as rule } from "./log-group-retention.ts";

describe("policy log-group-retention", () => {
  const groupWith = (props: { retentionInDays?: number; logGroupClass?: string }) => ({
    type: resourceType<LogGroupArgs>("aws:cloudwatch/logGroup:LogGroup"),
    props: { name: "/shop/jobs", ...props },
  });

  it("a log group whose lines expire: accepted", () => {
    expect(check(rule, groupWith({ retentionInDays: 400 }))).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a group without retention: refused", () => {
    for (const props of [{}, { retentionInDays: 0 }])
      expect(check(rule, groupWith(props)).violations).to.deep.equal(["retentionInDays"]);
  });

  it("a retention over the cap: refused", () => {
    expect(check(rule, groupWith({ retentionInDays: 90 }), { maxDays: 30 }).violations).to.deep.equal([
      "retentionInDays",
    ]);
  });

  it("the class whose retention CloudWatch sets: accepted", () => {
    expect(check(rule, groupWith({ logGroupClass: "DELIVERY" })).violations).to.deep.equal([]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, groupWith({ retentionInDays: unknown }))).to.deep.equal({
      violations: [],
      unchecked: ["retentionInDays"],
    });
  });
});
