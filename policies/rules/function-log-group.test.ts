import type { FunctionArgs } from "@pulumi/aws/lambda/function.js";
import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { resourceType } from "../kit/resource-types.ts";
import { functionLogGroup as rule } from "./function-log-group.ts";

describe("policy function-log-group", () => {
  const functionWith = (loggingConfig: { logFormat: string; logGroup?: string } | undefined) => ({
    type: resourceType<FunctionArgs>("aws:lambda/function:Function"),
    props: { role: "arn:aws:iam::000000000000:role/plan", loggingConfig },
  });

  it("a function with a log group, also before that exists: accepted", () => {
    for (const logGroup of ["/shop/functions/plan", unknown])
      expect(check(rule, functionWith({ logFormat: "JSON", logGroup }))).to.deep.equal({
        violations: [],
        unchecked: [],
      });
  });

  it("a function without a log group: refused", () => {
    for (const logging of [undefined, { logFormat: "JSON" }])
      expect(check(rule, functionWith(logging)).violations).to.deep.equal(["loggingConfig.logGroup"]);
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, functionWith(unknown))).to.deep.equal({
      violations: [],
      unchecked: ["loggingConfig"],
    });
  });
});
