import type { TopicArgs } from "@pulumi/aws/sns/topic.js";
import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { resourceType } from "../kit/resource-types.ts";
import { topicEncryption as rule } from "./topic-encryption.ts";

describe("policy topic-encryption", () => {
  const topicWith = (props: { kmsMasterKeyId?: string }) => ({
    type: resourceType<TopicArgs>("aws:sns/topic:Topic"),
    props: { displayName: "Shop", ...props },
  });

  it("a topic with a key of our own: accepted", () => {
    const kmsMasterKeyId = "arn:aws:kms:eu-central-1:000000000000:key/0";
    expect(check(rule, topicWith({ kmsMasterKeyId }))).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a topic without a key: refused", () => {
    expect(check(rule, topicWith({})).violations).to.deep.equal(["kmsMasterKeyId"]);
  });

  it("AWS's own key: refused, unless it is configured", () => {
    const aws = topicWith({ kmsMasterKeyId: "alias/aws/sns" });
    expect(check(rule, aws).violations).to.deep.equal(["kmsMasterKeyId"]);
    expect(check(rule, aws, { awsManagedKey: true }).violations).to.deep.equal([]);
  });

  it("unknown values: unchecked", () => {
    const later = topicWith({ kmsMasterKeyId: unknown });
    expect(check(rule, later)).to.deep.equal({ violations: [], unchecked: ["kmsMasterKeyId"] });
  });
});
