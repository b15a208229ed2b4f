import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "@batchline/clock";
import { expect } from "chai";
import { Embedded, machineArn } from "../../../testing/embedded-step-functions.ts";
import { runMachine, task } from "../../../testing/executions.ts";
import { Events } from "../../events/events.ts";
import { sesService } from "../../ses/operations.ts";
import { Ses } from "../../ses/ses.ts";
import { snsService } from "../../sns/operations.ts";
import { Sns } from "../../sns/sns.ts";

describe("tasks that send messages", () => {
  let dir: string;
  let aws: Embedded;
  let sns: Sns;
  let ses: Ses;
  let events: Events;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "messaging-"));
    const options = { clock: realClock, region: "eu-central-1" };
    sns = new Sns({ ...options, dir: join(dir, "sns") });
    ses = new Ses({ ...options, dir: join(dir, "mail") });
    events = new Events({ ...options, dir: join(dir, "events") });
    aws = await new Embedded().start([snsService(sns), sesService(ses), events.service]);
    aws.allow("sns:*", "ses:*", "events:*");
  });
  afterEach(async () => {
    await aws.stop();
    await rm(dir, { recursive: true });
  });

  const run = (Resource: string, Arguments: object) => runMachine(aws, task(Resource, Arguments));

  it("sns:publish sends JSON as text", async () => {
    const TopicArn = sns.createTopic("operators");
    const { output } = await run("arn:aws:states:::sns:publish", {
      TopicArn,
      Message: { failed: "{% 1 + 1 %}" },
      Subject: "Import",
      MessageAttributes: { kind: { DataType: "String", StringValue: "import" } },
    });
    const [message] = sns.messages;
    expect(message).to.deep.include({ Subject: "Import", Message: '{"failed":2}' });
    expect(message?.MessageAttributes).to.deep.equal({ kind: { Type: "String", Value: "import" } });
    expect(output).to.have.all.keys("MessageId", "SdkHttpMetadata", "SdkResponseMetadata");
    expect(output.MessageId).to.equal(message?.MessageId);
  });

  it("sns:publish to a topic that is not there fails as on AWS", async () => {
    const { error } = await run("arn:aws:states:::sns:publish", { TopicArn: "arn:aws:sns:x", Message: "x" });
    expect(error).to.equal("SNS.NotFoundException");
  });

  it("aws-sdk:sesv2:sendEmail sends an e-mail", async () => {
    ses.createIdentity("batchline.example");
    const { output, error } = await run("arn:aws:states:::aws-sdk:sesv2:sendEmail", {
      FromEmailAddress: "jobs@batchline.example",
      Destination: { ToAddresses: ["ops@acme.example"] },
      Content: { Simple: { Subject: { Data: "{% 'Done' %}" }, Body: { Text: { Data: "All is well." } } } },
    });
    expect(error).to.equal(undefined);
    expect(output).to.deep.equal({ MessageId: ses.messages[0]?.messageId });
    expect(ses.messages[0]).to.deep.include({
      to: ["ops@acme.example"],
      subject: "Done",
      text: "All is well.",
    });
  });

  it("aws-sdk:sesv2:sendEmail names SES's own errors", async () => {
    const { error } = await run("arn:aws:states:::aws-sdk:sesv2:sendEmail", {
      FromEmailAddress: "jobs@other.example",
      Destination: { ToAddresses: ["a@b.example"] },
      Content: { Simple: { Subject: { Data: "x" }, Body: { Text: { Data: "x" } } } },
    });
    expect(error).to.equal("SesV2.MessageRejectedException");
  });

  it("events:putEvents sends any JSON, and says whose event it is", async () => {
    const { output } = await run("arn:aws:states:::events:putEvents", {
      Entries: [{ Source: "shop", DetailType: "Imported", Detail: { tenants: 3 }, Resources: ["one"] }],
    });
    expect(output).to.deep.include({ FailedEntryCount: 0, Entries: [{ EventId: events.recent[0]?.id }] });
    expect(events.recent[0]).to.deep.include({ source: "shop", detail: { tenants: 3 } });
    const [given, execution, machine] = events.recent[0]?.resources ?? [];
    expect(given).to.equal("one");
    expect(execution).to.match(/:execution:machine:/);
    expect(machine).to.equal(machineArn("machine"));
  });

  it("events:putEvents fails when an entry is rejected", async () => {
    const { error, cause } = await run("arn:aws:states:::events:putEvents", {
      Entries: [{ Source: "aws.mine", DetailType: "Imported", Detail: {} }],
    });
    expect(error).to.equal("EventBridge.FailedEntry");
    expect(JSON.parse(cause ?? "")).to.deep.include({ FailedEntryCount: 1 });
  });

  it("a service that the embedded AWS does not have is named in the error", async () => {
    const send = { QueueUrl: "https://sqs.eu-central-1.amazonaws.com/000000000000/q", MessageBody: { a: 1 } };
    const { error, cause } = await run("arn:aws:states:::sqs:sendMessage", send);
    expect(error).to.match(/^SQS\./);
    expect(cause).to.include('the embedded AWS has no service "sqs"');
  });
});
