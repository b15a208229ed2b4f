import { expect } from "chai";
import { json, type Registrations } from "../../testing/pulumi/registrations.ts";
import { variants } from "../../testing/pulumi/variants.ts";

describe("the key of the alarms' topic", () => {
  let up: Registrations;
  before(async function () {
    this.timeout(60_000);
    up = await variants("up");
  });

  it("encrypts the topic, with yearly rotation", () => {
    expect(up.get("sns/topic:Topic", "alarms").inputs.kmsMasterKeyId).to.equal("arn:aws:Key:::alarms");
    expect(up.get("kms/key:Key", "alarms").inputs.enableKeyRotation).to.equal(true);
  });

  it("usable by this account's alarms and events; the account keeps control", () => {
    const { Statement } = json(up.get("kms/key:Key", "alarms").inputs.policy);
    const [account, alarms, events] = Statement;
    expect(account).to.deep.include({
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: "kms:*",
    });
    expect(alarms).to.deep.include({
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    });
    expect(events).to.deep.include({ Principal: { Service: "events.amazonaws.com" } });
    expect(events).not.to.have.property("Condition");
  });
});
