import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { expect } from "chai";
import { type EmbeddedAws, startEmbeddedAws } from "../../host/start.ts";
import { eventually, machineArn, trusting } from "../../testing/embedded-step-functions.ts";

describe("events of the embedded AWS", () => {
  let dir: string;
  let aws: EmbeddedAws;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "notifications-"));
    aws = await startEmbeddedAws({ dir });
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true });
  });

  it("reports the end of an execution to a topic, a mailbox, a log group and a function", async () => {
    const roleArn = "arn:aws:iam::000000000000:role/everyone";
    const Statement = ["states", "lambda"].flatMap(
      (service) => trusting(`${service}.amazonaws.com`).Statement,
    );
    aws.identity.putRole({ name: "everyone", arn: roleArn, trust: { Version: "2012-10-17", Statement } });
    const topic = aws.sns.createTopic("failures");
    aws.sns.subscribe(topic, "email", "ops@acme.example");
    const functionArn = "arn:aws:lambda:eu-central-1:000000000000:function:listener";
    await aws.lambda.createFunction({
      name: "listener",
      arn: functionArn,
      handler: "index.handler",
      runtime: "nodejs24.x",
      roleArn,
      timeoutSeconds: 5,
      memoryMiB: 128,
      environment: {},
      code: {
        "index.mjs": "export const handler = async (event) => console.log('heard', event.detail.status);",
      },
    });
    const pattern = { source: ["aws.states"], detail: { status: ["FAILED"] } };
    aws.events.putRule({ name: "failed", pattern });
    const logGroup = "arn:aws:logs:eu-central-1:000000000000:log-group:/events/failed:*";
    const inputTransformer = {
      inputPaths: { name: "$.detail.name" },
      inputTemplate: '"The run <name> failed."',
    };
    aws.events.putTarget({ name: "failed" }, { id: "topic", arn: topic, inputTransformer });
    aws.events.putTarget({ name: "failed" }, { id: "log", arn: logGroup });
    aws.events.putTarget({ name: "failed" }, { id: "function", arn: functionArn });
    aws.sns.policies.put(topic, {
      Statement: {
        ...{ Effect: "Allow", Action: "sns:Publish", Resource: topic },
        Principal: { Service: "events.amazonaws.com" },
      },
    });
    aws.lambda.policyOf("listener").add({
      ...{ statementId: "rule", action: "lambda:InvokeFunction", principal: "events.amazonaws.com" },
      sourceArn: "arn:aws:events:eu-central-1:000000000000:rule/failed",
    });
    const definition = {
      QueryLanguage: "JSONata",
      StartAt: "F",
      States: { F: { Type: "Fail", Error: "No" } },
    };
    aws.stepFunctions.createStateMachine({
      name: "machine",
      arn: machineArn("machine"),
      roleArn,
      definition: JSON.stringify(definition),
    });
    const states = new SFNClient(aws.clientConfig);
    await states.send(
      new StartExecutionCommand({
        stateMachineArn: machineArn("machine"),
        name: "night-1",
        input: '{"a":1}',
      }),
    );
    states.destroy();

    const [email] = await eventually(() => (aws.ses.messages.length > 0 ? aws.ses.messages : undefined));
    expect(email).to.deep.include({ to: ["ops@acme.example"], text: '"The run night-1 failed."' });
    expect(aws.sns.messages[0]?.TopicArn).to.equal(topic);
    const event = JSON.parse((await logged("/events/failed"))[0] ?? "");
    expect(event).to.deep.include({
      source: "aws.states",
      "detail-type": "Step Functions Execution Status Change",
    });
    expect(event.detail).to.deep.include({
      stateMachineArn: machineArn("machine"),
      name: "night-1",
      status: "FAILED",
      error: "No",
      input: '{"a":1}',
      output: null,
    });
    const heard = await eventually(async () =>
      (await logged("/aws/lambda/listener")).find((line) => line.includes("heard FAILED")),
    );
    expect(heard).to.be.a("string");
  });

  it("sends an event that a function cannot get to the target's dead-letter queue, if its policy lets it", async () => {
    const queue = "arn:aws:sqs:eu-central-1:000000000000:undelivered";
    const rule = "arn:aws:events:eu-central-1:000000000000:rule/lost";
    const missing = "arn:aws:lambda:eu-central-1:000000000000:function:missing";
    aws.sqs.createQueue(queue);
    aws.events.putRule({ name: "lost", pattern: { source: ["shop"] } });
    aws.events.putTarget({ name: "lost" }, { id: "1", arn: missing, deadLetterConfig: { arn: queue } });
    const emit = () => aws.events.emit({ source: "shop", detailType: "Order", detail: { total: 3 } });
    const policyFor = (SourceArn: string) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue,
          Condition: { ArnEquals: { "aws:SourceArn": SourceArn } },
        },
      });
    emit();
    aws.sqs.setPolicy(queue, policyFor(`${rule}-other`));
    emit();
    expect(aws.sqs.messages(queue)).to.deep.equal([]);
    aws.sqs.setPolicy(queue, policyFor(rule));
    emit();
    const [message, ...others] = aws.sqs.messages(queue);
    expect(others).to.deep.equal([]);
    expect(JSON.parse(message?.body ?? "")).to.deep.include({ source: "shop", detail: { total: 3 } });
    expect(message?.attributes).to.include({
      RULE_ARN: rule,
      TARGET_ARN: missing,
      ERROR_CODE: "ResourceNotFoundException",
    });
  });

  const logged = async (logGroupName: string): Promise<string[]> => {
    const client = new CloudWatchLogsClient(aws.clientConfig);
    try {
      const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName }));
      return events.map(({ message = "" }) => message);
    } catch (error) {
      if ((error as Error).name === "ResourceNotFoundException") return [];
      throw error;
    } finally {
      client.destroy();
    }
  };
});
