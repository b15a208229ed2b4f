import type { QueueArgs } from "@pulumi/aws/sqs/queue.js";
import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import { resourceType } from "../kit/resource-types.ts";
import { queueEncryption as rule } from "./queue-encryption.ts";

describe("policy queue-encryption", () => {
  const queueWith = (props: { sqsManagedSseEnabled?: boolean; kmsMasterKeyId?: string }) => ({
    type: resourceType<QueueArgs>("aws:sqs/queue:Queue"),
    props: { messageRetentionSeconds: 3_600, ...props },
  });

  it("is kept with keys of SQS, or of KMS", () => {
    for (const kept of [{ sqsManagedSseEnabled: true }, { kmsMasterKeyId: "alias/shop" }])
      expect(judge(rule, queueWith(kept))).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses a queue that says nothing, or that it is not encrypted", () => {
    for (const props of [{}, { sqsManagedSseEnabled: false }])
      expect(judge(rule, queueWith(props)).violations).to.deep.equal([
        "sqsManagedSseEnabled is not set, nor is kmsMasterKeyId",
      ]);
  });

  it("demands KMS where it is told to", () => {
    expect(judge(rule, queueWith({ sqsManagedSseEnabled: true }), { kms: true }).violations).to.deep.equal([
      "kmsMasterKeyId is missing",
    ]);
  });

  it("takes a key that does not exist yet for one", () => {
    expect(judge(rule, queueWith({ kmsMasterKeyId: unknown }))).to.deep.equal({
      violations: [],
      unjudged: [],
    });
  });

  it("says what it could not see", () => {
    expect(judge(rule, queueWith({ sqsManagedSseEnabled: unknown }))).to.deep.equal({
      violations: [],
      unjudged: ["sqsManagedSseEnabled"],
    });
  });
});
