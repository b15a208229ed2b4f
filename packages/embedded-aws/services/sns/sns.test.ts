import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type Gateway, startGateway } from "../../host/gateway/server.ts";
import { Identity } from "../../host/identity/identity.ts";
import { clientFor } from "../../testing/client.ts";
import { trusting } from "../../testing/embedded-step-functions.ts";
import { snsService } from "./operations.ts";
import { lambdaEvent, type Notification, Sns, type Subscription } from "./sns.ts";

describe("SNS", () => {
  const clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
  let dir: string;
  let gateway: Gateway;
  let client: SNSClient;
  let identity: Identity;
  let sns: Sns;
  let delivered: [Notification, Subscription][];

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "sns-"));
    delivered = [];
    identity = new Identity({ clock });
    const deliver = (message: Notification, to: Subscription) => delivered.push([message, to]);
    sns = new Sns({ dir, clock, region: "eu-central-1", deliver });
    gateway = await startGateway({ identity, services: [snsService(sns)] });
    client = new SNSClient(clientFor(gateway.endpoint, identity.operator));
  });
  afterEach(async () => {
    client.destroy();
    await gateway.stop();
    await rm(dir, { recursive: true });
  });

  it("stores each message as a file", async () => {
    const TopicArn = sns.createTopic("operators");
    const { MessageId } = await client.send(
      new PublishCommand({
        TopicArn,
        Subject: "Import failed",
        Message: "two of 12 tenants & more",
        MessageAttributes: { severity: { DataType: "String", StringValue: "high" } },
      }),
    );
    const message = {
      MessageId,
      TopicArn: "arn:aws:sns:eu-central-1:000000000000:operators",
      Subject: "Import failed",
      Message: "two of 12 tenants & more",
      Timestamp: "2026-01-01T00:00:00.000Z",
      MessageAttributes: { severity: { Type: "String", Value: "high" } },
    };
    expect(sns.messages).to.deep.equal([message]);
    const [file = ""] = await readdir(join(dir, "operators"));
    expect(JSON.parse(await readFile(join(dir, "operators", file), "utf8"))).to.deep.equal(message);
  });

  it("delivers messages to subscribers, in the form of Lambda events", async () => {
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: "operators" }));
    const subscribe = new SubscribeCommand({ TopicArn, Protocol: "lambda", Endpoint: "arn:f" });
    const { SubscriptionArn } = await client.send(subscribe);
    await client.send(subscribe);
    await client.send(new PublishCommand({ TopicArn, Message: "hello" }));
    expect(delivered).to.have.length(1);
    const [notification, subscription] = delivered[0] ?? expect.fail();
    expect(subscription).to.deep.include({ arn: SubscriptionArn, protocol: "lambda", endpoint: "arn:f" });
    expect(lambdaEvent(notification, subscription.arn).Records[0]).to.deep.include({
      EventSource: "aws:sns",
      EventSubscriptionArn: SubscriptionArn,
    });
    const { Topics } = await client.send(new ListTopicsCommand({}));
    expect(Topics).to.deep.equal([{ TopicArn }]);
    const { Subscriptions } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions?.map(({ Protocol }) => Protocol)).to.deep.equal(["lambda"]);
  });

  it("delivers nothing to deleted subscriptions and topics", async () => {
    const TopicArn = sns.createTopic("operators");
    const SubscriptionArn = sns.subscribe(TopicArn, "lambda", "arn:f");
    const unsubscribe = () => client.send(new UnsubscribeCommand({ SubscriptionArn }));
    await unsubscribe();
    sns.publish(TopicArn, { text: "unheard" });
    expect(delivered).to.deep.equal([]);
    sns.subscribe(TopicArn, "lambda", "arn:f");
    const deleteTopic = () => client.send(new DeleteTopicCommand({ TopicArn }));
    await deleteTopic();
    expect((await client.send(new ListTopicsCommand({}))).Topics ?? []).to.deep.equal([]);
    expect(() => sns.publish(TopicArn, { text: "lost" })).to.throw("Topic does not exist");
    sns.createTopic("operators");
    expect(sns.subscriptionsOf(TopicArn)).to.deep.equal([]);
    // AWS deletes what is deleted already without an error.
    await unsubscribe();
    await deleteTopic();
    await deleteTopic();
    const invalid = client.send(new UnsubscribeCommand({ SubscriptionArn: TopicArn }));
    expect((await rejection(invalid)).name).to.equal("InvalidParameterException");
  });

  it("refuses a message attribute without a type or a value", async () => {
    const TopicArn = sns.createTopic("operators");
    const published = (attribute: { DataType: string; StringValue?: string }) =>
      rejection(
        client.send(
          new PublishCommand({ TopicArn, Message: "x", MessageAttributes: { severity: attribute } }),
        ),
      );
    const untyped = await published({ DataType: "", StringValue: "high" });
    expect(untyped.name).to.equal("InvalidParameterValueException");
    expect((await published({ DataType: "String" })).name).to.equal("InvalidParameterValueException");
    expect(sns.messages).to.deep.equal([]);
  });

  it("refuses unknown topics, and roles without a right", async () => {
    const TopicArn = `${sns.createTopic("operators")}-other`;
    const publish = new PublishCommand({ TopicArn, Message: "x" });
    expect((await rejection(client.send(publish))).name).to.equal("NotFoundException");
    const arn = "arn:aws:iam::000000000000:role/nobody";
    identity.putRole({ name: "nobody", arn, trust: trusting("states.amazonaws.com") });
    const nobody = new SNSClient(clientFor(gateway.endpoint, identity.credentialsFor(arn, "test")));
    const denied = await rejection(nobody.send(publish));
    expect(denied.name).to.match(/^(AuthorizationError|AccessDenied)/);
    nobody.destroy();
  });
});
