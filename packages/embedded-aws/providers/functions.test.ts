import { rejection } from "@batchline/diagnostics/testing";
import type { PropertyMap } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { awsFunctions, refusingOthers } from "./functions.ts";

describe("awsFunctions", () => {
  const functions = awsFunctions({ region: "eu-central-1" });
  const call = async (token: string, args: PropertyMap = {}) => (await functions(token, args)) ?? {};

  it("return the embedded account and the stack's region", async () => {
    expect(await call("aws:index/getCallerIdentity:getCallerIdentity")).to.include({
      accountId: "000000000000",
    });
    expect(await call("aws:index/getRegion:getRegion")).to.include({ region: "eu-central-1" });
    expect(await call("aws:index/getPartition:getPartition")).to.include({ partition: "aws" });
    const zones = await call("aws:index/getAvailabilityZones:getAvailabilityZones");
    expect(zones.names).to.deep.equal(["eu-central-1a", "eu-central-1b", "eu-central-1c"]);
    expect(zones.zoneIds).to.deep.equal(["euc1-az1", "euc1-az2", "euc1-az3"]);
  });

  it("writes a policy document from typed statements", async () => {
    const { minifiedJson } = await call("aws:iam/getPolicyDocument:getPolicyDocument", {
      statements: [
        {
          sid: "Read",
          actions: ["s3:GetObject", "s3:ListBucket"],
          resources: ["arn:aws:s3:::b/*"],
          conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: ["1"] }],
        },
        {
          effect: "Deny",
          notActions: ["sts:AssumeRole"],
          principals: [
            { type: "Service", identifiers: ["a.amazonaws.com"] },
            { type: "Service", identifiers: ["b.amazonaws.com"] },
          ],
        },
        { actions: ["sns:Publish"], principals: [{ type: "*", identifiers: ["*"] }] },
      ],
    });
    expect(JSON.parse(String(minifiedJson))).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Read",
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:ListBucket"],
          Resource: "arn:aws:s3:::b/*",
          Condition: { StringEquals: { "aws:SourceAccount": "1" } },
        },
        {
          Effect: "Deny",
          NotAction: "sts:AssumeRole",
          Principal: { Service: ["a.amazonaws.com", "b.amazonaws.com"] },
        },
        { Effect: "Allow", Action: "sns:Publish", Principal: "*" },
      ],
    });
  });

  it("replaces a statement by the one of an override document with the same Sid", async () => {
    const document = (sid: string, action: string) =>
      JSON.stringify({ Statement: { Sid: sid, Effect: "Allow", Action: action, Resource: "*" } });
    const { json } = await call("aws:iam/getPolicyDocument:getPolicyDocument", {
      sourcePolicyDocuments: [document("one", "s3:*"), document("two", "sqs:*")],
      overridePolicyDocuments: [document("one", "s3:GetObject")],
    });
    expect(JSON.parse(String(json)).Statement.map(({ Action }: { Action: string }) => Action)).to.deep.equal([
      "s3:GetObject",
      "sqs:*",
    ]);
  });

  it("has only the public parameters of ECS images", async () => {
    const name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id";
    expect((await call("aws:ssm/getParameter:getParameter", { name })).value).to.match(/^ami-/);
    expect(() => functions("aws:ssm/getParameter:getParameter", { name: "/shop/token" })).to.throw(
      "the parameter /shop/token is not in the embedded AWS",
    );
  });

  it("returns undefined for an unknown function", () => {
    expect(functions("aws:rds/getCluster:getCluster", {})).to.equal(undefined);
  });

  it("refusingOthers: names an unknown function and where to add it", async () => {
    const { message } = await rejection(
      Promise.resolve(refusingOthers(functions)("aws:ec2/getAmi:getAmi", {})),
    );
    expect(message).to.equal(
      "the program calls the function aws:ec2/getAmi:getAmi, which the embedded AWS does not have; " +
        "docs/local.md lists its functions; add one in packages/embedded-aws/providers/functions.ts",
    );
  });
});
