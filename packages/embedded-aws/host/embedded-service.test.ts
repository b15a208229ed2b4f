import { hash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { embeddedServices } from "../services/index.ts";
import { logs } from "../services/logs/index.ts";
import { sqs } from "../services/sqs/index.ts";
import { eventually, isOver, machineArn, trusting } from "../testing/embedded-step-functions.ts";
import { FakeDeployment } from "../testing/fake-deployment.ts";
import type { AnyService, EmbeddedService } from "./embedded-service.ts";
import { awsJsonService } from "./gateway/protocols/aws-json.ts";
import { type EmbeddedAws, startEmbeddedAws } from "./start.ts";

/** Queues that deliver: all that the folder of a service would hold. */
class Queues {
  readonly messages = new Map<string, string[]>();
  readonly ended: string[] = [];
}

const queues: EmbeddedService<"queues", Queues> = {
  name: "queues",
  start(host) {
    host.of(logs).createGroup("/queues");
    return new Queues();
  },
  wire: (queues) =>
    awsJsonService({
      signingName: "sqs",
      version: "1.0",
      operations: {
        SendMessage({ QueueUrl, MessageBody }: { QueueUrl: string; MessageBody: string }, call) {
          call.authorise("sqs:SendMessage", "*");
          queues.messages.get(QueueUrl)?.push(MessageBody);
          return { MessageId: "1", MD5OfMessageBody: hash("md5", MessageBody) };
        },
      },
    }),
  resources: {
    "aws:sqs/queue:Queue": {
      create(resource, { service: queues }) {
        const url = `https://sqs.example/${resource.name}`;
        queues?.messages.set(url, []);
        return { id: url, outputs: { url } };
      },
    },
  },
  ...(sqs.calls && { calls: sqs.calls }),
  endWork: async (queues) => void queues.ended.push("work"),
  close: async (queues) => void queues.ended.push("store"),
};

describe("a service that is added to the list", () => {
  // Resources of a type belong to the first service that has it.
  const services: AnyService[] = embeddedServices.flatMap((each): AnyService[] =>
    each === sqs ? [queues, sqs] : [each],
  );
  let dir: string;
  let aws: EmbeddedAws;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "embedded-service-"));
    aws = await startEmbeddedAws({ dir, services });
  });
  afterEach(async () => {
    await aws.stop();
    await rm(dir, { recursive: true });
  });

  it("has resources, a wire protocol and calls of state machines", async () => {
    const { outputs } = await new FakeDeployment({ running: aws.running }).create("aws:sqs/queue:Queue");
    const roleArn = "arn:aws:iam::000000000000:role/machine";
    aws.identity.putRole({ name: "machine", arn: roleArn, trust: trusting("states.amazonaws.com") });
    aws.identity.putRolePolicy("machine", "send", {
      Statement: { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" },
    });
    const send = {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      Arguments: { QueueUrl: outputs.url, MessageBody: { shop: "acme" } },
      End: true,
    };
    const definition = { QueryLanguage: "JSONata", StartAt: "Send", States: { Send: send } };
    const machine = { name: "m", arn: machineArn("m"), roleArn, definition: JSON.stringify(definition) };
    aws.stepFunctions.createStateMachine(machine);
    const states = new SFNClient(aws.clientConfig);
    const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn: machine.arn }));
    const { status, cause } = await eventually(async () => {
      const now = await states.send(new DescribeExecutionCommand({ executionArn }));
      return isOver(now.status) ? now : undefined;
    });
    states.destroy();
    expect(status, cause).to.equal("SUCCEEDED");
    expect(aws.running.of(queues).messages.get(String(outputs.url))).to.deep.equal(['{"shop":"acme"}']);
  });

  it("computes outputs in a preview, and creates nothing", async () => {
    const { id } = await new FakeDeployment({ services }).create("aws:sqs/queue:Queue");
    expect(id).to.equal("https://sqs.example/thing");
    expect(aws.running.of(queues).messages.size).to.equal(0);
  });

  it("ends its work before it closes its store", async () => {
    await aws.stop();
    expect(aws.running.of(queues).ended).to.deep.equal(["work", "store"]);
  });

  it("must stand after the services that it uses", async () => {
    const error = await rejection(startEmbeddedAws({ dir, services: [queues, logs] }));
    expect(error.message).to.equal("the service logs has not started; it must stand earlier in the list");
  });
});
