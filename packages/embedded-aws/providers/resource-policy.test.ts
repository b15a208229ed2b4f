import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { ResourcePolicies } from "../host/identity/resource-policies.ts";
import { FakeDeployment } from "../testing/fake-deployment.ts";

describe("policies of resources in a deployment", () => {
  const bucket = "arn:aws:s3:::shop";
  const table = "arn:aws:dynamodb:eu-central-1:000000000000:table/runs";
  const topic = "arn:aws:sns:eu-central-1:000000000000:failures";
  const secret = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:key-a1b2c3";

  for (const [type, inputs, covered] of [
    ["aws:s3/bucketPolicy:BucketPolicy", { bucket: "shop" }, `${bucket}/tenants/acme`],
    ["aws:dynamodb/resourcePolicy:ResourcePolicy", { resourceArn: table }, `${table}/index/byDate`],
    ["aws:sns/topicPolicy:TopicPolicy", { arn: topic }, topic],
    ["aws:secretsmanager/secretPolicy:SecretPolicy", { secretArn: secret }, secret],
  ] as const)
    it(`${type} is in force until it is deleted`, async () => {
      const policies = new ResourcePolicies();
      const fake = new FakeDeployment({ service: { policies } });
      const allowing = (Service: string) => ({
        Statement: { Effect: "Allow", Principal: { Service }, Action: "*", Resource: "*" },
      });
      const may = (service: string) =>
        policies.serviceMay({ service, sourceArn: "arn:a" }, "s3:Get", covered);
      const policy = await fake.existing(type, { ...inputs, policy: allowing("events.amazonaws.com") });
      expect([may("events.amazonaws.com"), may("sns.amazonaws.com")]).to.deep.equal([true, false]);
      await fake.update(policy, { ...inputs, policy: allowing("sns.amazonaws.com") });
      expect([may("events.amazonaws.com"), may("sns.amazonaws.com")]).to.deep.equal([false, true]);
      await fake.delete(policy);
      expect(may("sns.amazonaws.com")).to.equal(false);
      const unnamed = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
      expect(await rejection(fake.existing(type, { ...inputs, policy: unnamed }))).to.include({
        code: "MalformedPolicyDocument",
      });
    });
});
