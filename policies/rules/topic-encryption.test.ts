import type { TopicArgs } from "@pulumi/aws/sns/topic.js";
import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { resourceType } from "../kit/resource-types.ts";
import { topicEncryption as rule } from "./topic-encryption.ts";

describe("policy topic-encryption", () => {
  const topicWith = (props: { kmsMasterKeyId?: string }) => ({
    type: resourceType<TopicArgs>("aws:sns/topic:Topic"),
    props: { displayName: "Shop", ...props },
  });

  it("is kept by a topic with a key of our own", () => {
    const kmsMasterKeyId = "arn:aws:kms:eu-central-1:000000000000:key/0";
    expect(judge(rule, topicWith({ kmsMasterKeyId }))).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses a topic without a key", () => {
    expect(judge(rule, topicWith({})).violations).to.deep.equal(["kmsMasterKeyId is missing"]);
  });

  it("refuses AWS's own key, unless it is told that nothing of AWS publishes", () => {
    const aws = topicWith({ kmsMasterKeyId: "alias/aws/sns" });
    expect(judge(rule, aws).violations).to.deep.equal([
      "kmsMasterKeyId is alias/aws/sns: CloudWatch alarms and EventBridge cannot publish to the topic",
    ]);
    expect(judge(rule, aws, { awsManagedKey: true }).violations).to.deep.equal([]);
  });

  it("says what it could not see", () => {
    const later = topicWith({ kmsMasterKeyId: unknown });
    expect(judge(rule, later)).to.deep.equal({ violations: [], unjudged: ["kmsMasterKeyId"] });
  });
});
