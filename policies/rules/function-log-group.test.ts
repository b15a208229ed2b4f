import type { FunctionArgs } from "@pulumi/aws/lambda/function.js";
import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { resourceType } from "../kit/resource-types.ts";
import { functionLogGroup as rule } from "./function-log-group.ts";

describe("policy function-log-group", () => {
  const functionWith = (loggingConfig: { logFormat: string; logGroup?: string } | undefined) => ({
    type: resourceType<FunctionArgs>("aws:lambda/function:Function"),
    props: { role: "arn:aws:iam::000000000000:role/plan", loggingConfig },
  });

  it("is kept by a function with a log group, also before that exists", () => {
    for (const logGroup of ["/shop/functions/plan", unknown])
      expect(judge(rule, functionWith({ logFormat: "JSON", logGroup }))).to.deep.equal({
        violations: [],
        unjudged: [],
      });
  });

  it("refuses one without", () => {
    for (const logging of [undefined, { logFormat: "JSON" }])
      expect(judge(rule, functionWith(logging)).violations).to.deep.equal([
        "loggingConfig.logGroup is missing",
      ]);
  });

  it("says what it could not see", () => {
    expect(judge(rule, functionWith(unknown))).to.deep.equal({ violations: [], unjudged: ["loggingConfig"] });
  });
});
