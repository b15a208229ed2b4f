import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type Gateway, startGateway } from "../../host/gateway/server.ts";
import { Identity } from "../../host/identity/identity.ts";
import { clientFor } from "../../testing/client.ts";
import { trusting } from "../../testing/embedded-step-functions.ts";
import type { Notification } from "./notification.ts";
import { snsService } from "./operations.ts";
import { lambdaEvent, Sns } from "./sns.ts";
import type { Subscription } from "./subscription.ts";

describe("SNS", () => {
  const clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
  let dir: string;
  let gateway: Gateway;
  let client: SNSClient;
  let identity: Identity;
  let sns: Sns;
  let delivered: [Notification, Subscription][];
  const fn = "arn:aws:lambda:eu-central-1:000000000000:function:f";

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
    const subscribe = new SubscribeCommand({ TopicArn, Protocol: "lambda", Endpoint: fn });
    const { SubscriptionArn } = await client.send(subscribe);
    await client.send(subscribe);
    await client.send(new PublishCommand({ TopicArn, Message: "hello" }));
    expect(delivered).to.have.length(1);
    const [notification, subscription] = delivered[0] ?? expect.fail();
    expect(subscription).to.include({ arn: SubscriptionArn, protocol: "lambda", endpoint: fn });
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
    const SubscriptionArn = sns.subscribe(TopicArn, "lambda", fn);
    const unsubscribe = () => client.send(new UnsubscribeCommand({ SubscriptionArn }));
    await unsubscribe();
    sns.publish(TopicArn, { text: "unheard" });
    expect(delivered).to.deep.equal([]);
    sns.subscribe(TopicArn, "lambda", fn);
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

  describe("with a filter policy", () => {
    const heard = (attributes: Record<string, string>) => {
      const TopicArn = sns.createTopic("operators");
      sns.subscribe(TopicArn, "lambda", fn, { attributes });
      return async (message: object) => {
        delivered.length = 0;
        await client.send(new PublishCommand({ TopicArn, Message: "x", ...message }));
        return delivered.length === 1;
      };
    };
    const attribute = (name: string, DataType: string, StringValue: string) => ({
      MessageAttributes: { [name]: { DataType, StringValue } },
    });

    it("delivers messages whose attributes match", async () => {
      const FilterPolicy =
        '{"severity":["high",{"prefix":"very"}],"n":[{"numeric":[">",5]},{"exists":false}]}';
      const receives = heard({ FilterPolicy });
      expect(await receives(attribute("severity", "String", "high"))).to.equal(true);
      expect(await receives(attribute("severity", "String.Array", '["low","very high"]'))).to.equal(true);
      expect(await receives(attribute("severity", "String", "low"))).to.equal(false);
      expect(await receives({})).to.equal(false);
      const both = (n: string) => ({
        MessageAttributes: {
          ...attribute("severity", "String", "high").MessageAttributes,
          ...attribute("n", "Number", n).MessageAttributes,
        },
      });
      expect([await receives(both("6")), await receives(both("5"))]).to.deep.equal([true, false]);
    });

    it("delivers messages whose body matches", async () => {
      const receives = heard({
        FilterPolicy: '{"job":{"status":["FAILED"]}}',
        FilterPolicyScope: "MessageBody",
      });
      expect(await receives({ Message: '{"job":{"status":"FAILED"}}' })).to.equal(true);
      expect(await receives({ Message: '{"job":{"status":"RUNNING"}}' })).to.equal(false);
      expect(await receives({ Message: "FAILED" })).to.equal(false);
    });

    it("can be read, changed and taken away", async () => {
      const TopicArn = sns.createTopic("operators");
      const Attributes = { FilterPolicy: '{"a":["b"]}' };
      const command = new SubscribeCommand({ TopicArn, Protocol: "lambda", Endpoint: fn, Attributes });
      const { SubscriptionArn } = await client.send(command);
      const set = (AttributeName: string, AttributeValue: string) =>
        client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
      const get = async () =>
        (await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes;
      expect(await get()).to.include({
        ...Attributes,
        FilterPolicyScope: "MessageAttributes",
        Protocol: "lambda",
      });
      await set("FilterPolicyScope", "MessageBody");
      expect(await get()).to.include({ FilterPolicyScope: "MessageBody" });
      await set("FilterPolicy", "");
      expect(await get()).not.to.have.property("FilterPolicy");
      expect((await rejection(set("FilterPolicy", "{"))).message).to.equal(
        "Invalid parameter: FilterPolicy: failed to parse JSON. ",
      );
    });
  });

  it("refuses what SNS refuses, in its words", async () => {
    const TopicArn = sns.createTopic("operators");
    const filter = (FilterPolicy: object, more: object = {}) => ({
      ...{ Protocol: "lambda", Endpoint: fn },
      Attributes: { FilterPolicy: JSON.stringify(FilterPolicy), ...more },
    });
    const subscriptions: readonly (readonly [object, message: string])[] = [
      [{ Protocol: "pigeon", Endpoint: "x" }, "Amazon SNS does not support this protocol string: pigeon"],
      [{ Protocol: "email", Endpoint: "nobody" }, "Email address"],
      [{ Protocol: "sqs", Endpoint: "https://q" }, "SQS endpoint ARN"],
      [{ Protocol: "lambda", Endpoint: "arn:f" }, "Lambda endpoint ARN"],
      [{ Protocol: "https", Endpoint: "http://x" }, "Endpoint must match the specified protocol"],
      [{ Protocol: "https", Endpoint: "https://x" }, "The protocol https is not emulated"],
      [filter({ a: "b" }), 'Attributes Reason: FilterPolicy: "a" must be an object or an array'],
      [filter({ a: [] }), "Attributes Reason: FilterPolicy: Empty arrays are not allowed"],
      [filter({ a: [["b"]] }), "FilterPolicy: Match value must be String, number, true, false, or null"],
      [filter({ a: [{ exists: "no" }] }), "exists match pattern must be either true or false."],
      [filter({ a: [{ numeric: [">", 3, "<", 1] }] }), "FilterPolicy: Bottom must be less than top"],
      [filter({ a: { b: ["c"] } }), "scope MessageAttributes does not support nested filter policy"],
      [filter({ a: [1], b: [1], c: [1], d: [1], e: [1], f: [1] }), "can not have more than 5 keys"],
      [filter({ a: Array(16).fill(1), b: Array(10).fill(1) }), "FilterPolicy: Filter policy is too complex"],
      [
        filter({ a: ["b"] }, { FilterPolicyScope: "All" }),
        "FilterPolicyScope: Invalid value [All]. Please use either MessageBody or MessageAttributes",
      ],
      [
        filter({ a: ["b"] }, { RawMessageDelivery: "true" }),
        "Delivery protocol [lambda] does not support raw message delivery.",
      ],
      [filter({}, { RedrivePolicy: "{}" }), "RedrivePolicy is not emulated"],
    ];
    const messages: readonly (readonly [object, message: string])[] = [
      [{ Message: "" }, "Empty message"],
      [{ Message: "x".repeat(262_145) }, "Message too long"],
      [{ Message: "x", Subject: "a\nb" }, "Subject"],
      [{ Message: "x", Subject: "x".repeat(101) }, "Subject"],
      [
        { Message: "{}", MessageStructure: "json" },
        "Message Structure - No default entry in JSON message body",
      ],
      [{ Message: "x", MessageStructure: "json" }, "Message Structure - JSON message body failed to parse"],
      [{ Message: "x", MessageDeduplicationId: "d" }, "MessageDeduplicationId Reason: "],
    ];
    const topics: readonly (readonly [object, message: string])[] = [
      [{ Name: "a b" }, "Topic Name"],
      [{ Name: "a.fifo" }, "Topic Name"],
      [{ Name: "a.fifo", Attributes: { FifoTopic: "true" } }, "FifoTopic is not emulated"],
    ];
    const sent = [
      ...subscriptions.map(([input]) =>
        client.send(new SubscribeCommand({ TopicArn, Protocol: "", ...input })),
      ),
      ...messages.map(([input]) => client.send(new PublishCommand({ TopicArn, Message: "", ...input }))),
      ...topics.map(([input]) => client.send(new CreateTopicCommand({ Name: "", ...input }))),
    ].map((each: Promise<unknown>) => rejection(each));
    const answers = await Promise.all(sent);
    for (const [index, [, message]] of [...subscriptions, ...messages, ...topics].entries())
      expect(answers[index]?.message, message)
        .to.match(/^Invalid parameter: /)
        .and.include(message);
    expect([sns.messages, sns.subscriptionsOf(TopicArn)]).to.deep.equal([[], []]);
  });

  it("sends each protocol its own text, and keeps tags", async () => {
    const TopicArn = sns.createTopic("operators", { team: "a" });
    sns.subscribe(TopicArn, "lambda", fn);
    const Message = JSON.stringify({ default: "all", lambda: "functions" });
    await client.send(new PublishCommand({ TopicArn, Message, MessageStructure: "json" }));
    expect(delivered[0]?.[0].Message).to.equal("functions");
    expect(sns.messages[0]?.Message).to.equal("all");
    await client.send(new TagResourceCommand({ ResourceArn: TopicArn, Tags: [{ Key: "b", Value: "2" }] }));
    await client.send(new UntagResourceCommand({ ResourceArn: TopicArn, TagKeys: ["team"] }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }));
    expect(Tags).to.deep.equal([{ Key: "b", Value: "2" }]);
    const other = client.send(
      new CreateTopicCommand({ Name: "operators", Tags: [{ Key: "b", Value: "3" }] }),
    );
    expect((await rejection(other)).message).to.include("Topic already exists with different tags");
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
