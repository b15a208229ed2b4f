import type { QueueArgs } from "@pulumi/aws/sqs/queue.js";
import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { resourceType } from "../kit/resource-types.ts";
import { queueEncryption as rule } from "./queue-encryption.ts";

describe("policy queue-encryption", () => {
  const queueWith = (props: { sqsManagedSseEnabled?: boolean; kmsMasterKeyId?: string }) => ({
    type: resourceType<QueueArgs>("aws:sqs/queue:Queue"),
    props: { messageRetentionSeconds: 3_600, ...props },
  });

  it("with keys of SQS, or of KMS: accepted", () => {
    for (const kept of [{ sqsManagedSseEnabled: true }, { kmsMasterKeyId: "alias/shop" }])
      expect(check(rule, queueWith(kept))).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("a queue without encryption, explicitly or by default: refused", () => {
    for (const props of [{}, { sqsManagedSseEnabled: false }])
      expect(check(rule, queueWith(props)).violations).to.deep.equal(["sqsManagedSseEnabled"]);
  });

  it("KMS: required if configured", () => {
    expect(check(rule, queueWith({ sqsManagedSseEnabled: true }), { kms: true }).violations).to.deep.equal([
      "kmsMasterKeyId",
    ]);
  });

  it("an unknown key: accepted", () => {
    expect(check(rule, queueWith({ kmsMasterKeyId: unknown }))).to.deep.equal({
      violations: [],
      unchecked: [],
    });
  });

  it("unknown values: unchecked", () => {
    expect(check(rule, queueWith({ sqsManagedSseEnabled: unknown }))).to.deep.equal({
      violations: [],
      unchecked: ["sqsManagedSseEnabled"],
    });
  });
});
