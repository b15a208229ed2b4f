import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { FakeDeployment } from "../../testing/fake-deployment.ts";
import { Sqs } from "./sqs.ts";

const type = "aws:sqs/queue:Queue";
const arn = "arn:aws:sqs:eu-central-1:000000000000:dead";

describe("a queue of a program", () => {
  let sqs: Sqs;
  let deployment: FakeDeployment;

  beforeEach(() => {
    sqs = new Sqs({ dir: "unused", clock: new VirtualClock() });
    deployment = new FakeDeployment({ service: sqs });
  });

  it("has the policy of its inputs", async () => {
    const allowed = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" } };
    const statement = { ...allowed, Action: "sqs:SendMessage", Resource: arn };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await deployment.create(type, { name: "dead", policy });
    expect(sqs.serviceMaySend(arn, "events.amazonaws.com", "arn:aws:events:::rule/x")).to.equal(true);
    expect(sqs.serviceMaySend(arn, "sns.amazonaws.com", "arn:aws:sns:::x")).to.equal(false);
  });

  for (const [input, attribute, accepted, refused] of [
    ["delaySeconds", "DelaySeconds", 900, 901],
    ["maxMessageSize", "MaximumMessageSize", 1_048_576, 1023],
    ["messageRetentionSeconds", "MessageRetentionPeriod", 60, 59],
    ["receiveWaitTimeSeconds", "ReceiveMessageWaitTimeSeconds", 20, 0.5],
    ["visibilityTimeoutSeconds", "VisibilityTimeout", 43_200, -1],
  ] as const)
    it(`may have ${input} ${accepted}, not ${refused}`, async () => {
      await deployment.create(type, { name: "dead", [input]: accepted });
      const other = deployment.create(type, { name: "other", [input]: refused });
      expect((await rejection(other)).message).to.contain(`Invalid value for the parameter ${attribute}.`);
    });
});
