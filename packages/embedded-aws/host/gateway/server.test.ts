import { connect } from "node:net";
import {
  BatchClient,
  DescribeJobsCommand,
  ListSchedulingPoliciesCommand,
  TagResourceCommand,
} from "@aws-sdk/client-batch";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { stsService } from "../../services/sts/index.ts";
import { clientFor } from "../../testing/client.ts";
import { sendSigned } from "../../testing/signed-request.ts";
import { Identity } from "../identity/identity.ts";
import { AwsError } from "./aws-error.ts";
import { restJsonService } from "./protocols/rest-json.ts";
import { type Gateway, startGateway } from "./server.ts";
import type { Service } from "./service.ts";

describe("gateway", () => {
  const clock = new VirtualClock(Date.now());
  const identity = new Identity({ clock });
  const batch = restJsonService({
    signingName: "batch",
    sdk: () => import("@aws-sdk/client-batch"),
    routes: { "POST /v1/describejobs": "DescribeJobs" },
    operations: {
      DescribeJobs: (_, call) => {
        call.authorise("batch:DescribeJobs", "*");
        throw new AwsError("ClientException", "reached");
      },
    },
  });
  let gateway: Gateway;

  before(async () => {
    gateway = await startGateway({ identity, services: [stsService(identity), batch] });
    identity.putRole({
      name: "worker",
      arn: "arn:aws:iam::000000000000:role/worker",
      trust: {
        Statement: {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "ecs-tasks.amazonaws.com" },
        },
      },
    });
  });
  after(() => gateway.stop());

  const operator = () => clientFor(gateway.endpoint, identity.operator);
  const worker = () => identity.credentialsFor("arn:aws:iam::000000000000:role/worker", "job-1");

  it("finds the operator by the access key", async () => {
    const answer = await new STSClient(operator()).send(new GetCallerIdentityCommand());
    expect(answer).to.include({ Account: "000000000000", Arn: "arn:aws:iam::000000000000:root" });
    expect(answer.$metadata.requestId).to.match(/^[0-9a-f-]{36}$/);
  });

  it("finds a role's session", async () => {
    const client = new STSClient(clientFor(gateway.endpoint, worker()));
    const answer = await client.send(new GetCallerIdentityCommand());
    expect(answer.Arn).to.equal("arn:aws:sts::000000000000:assumed-role/worker/job-1");
    expect(answer.UserId).to.match(/^AROA[0-9A-F]{16}:job-1$/);
  });

  it("refuses an action without a right, and records the denial", async () => {
    const client = new BatchClient(clientFor(gateway.endpoint, worker()));
    const error = await rejection(client.send(new DescribeJobsCommand({ jobs: ["a"] })));
    expect(error.name).to.equal("AccessDeniedException");
    expect(error.message).to.equal(
      "User: arn:aws:sts::000000000000:assumed-role/worker/job-1 is not authorized to perform: batch:DescribeJobs on resource: * because no identity-based policy allows the batch:DescribeJobs action",
    );
    expect(identity.denials.at(-1)).to.include({ action: "batch:DescribeJobs", resource: "*" });
  });

  for (const [what, client, name] of [
    [
      "STS",
      (config: object) => new STSClient(config).send(new GetCallerIdentityCommand()),
      "InvalidClientTokenId",
    ],
    ["S3", (config: object) => new S3Client(config).send(new ListBucketsCommand()), "InvalidAccessKeyId"],
    [
      "a JSON service",
      (config: object) => new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand()),
      "UnrecognizedClientException",
    ],
    [
      "a REST JSON service",
      (config: object) => new BatchClient(config).send(new DescribeJobsCommand({ jobs: [] })),
      "UnrecognizedClientException",
    ],
  ] as const) {
    it(`refuses an unknown access key in the form of ${what}`, async () => {
      const config = clientFor(gateway.endpoint, { accessKeyId: "AKIAUNKNOWN", secretAccessKey: "x" });
      expect((await rejection(client(config))).name).to.equal(name);
    });
  }

  it("refuses a signature by another secret", async () => {
    const { accessKeyId } = identity.operator;
    const config = clientFor(gateway.endpoint, { accessKeyId, secretAccessKey: "guessed" });
    expect((await rejection(new STSClient(config).send(new GetCallerIdentityCommand()))).name).to.equal(
      "SignatureDoesNotMatch",
    );
    expect(
      (await rejection(new BatchClient(config).send(new DescribeJobsCommand({ jobs: [] })))).name,
    ).to.equal("InvalidSignatureException");
  });

  it("refuses a session's key with another session's token", async () => {
    const config = clientFor(gateway.endpoint, { ...worker(), sessionToken: worker().sessionToken });
    const error = await rejection(new STSClient(config).send(new GetCallerIdentityCommand()));
    expect(error.name).to.equal("InvalidClientTokenId");
  });

  it("refuses expired credentials", async () => {
    const later = new VirtualClock(Date.now());
    const short = new Identity({ clock: later });
    short.putRole({
      name: "r",
      arn: "arn:aws:iam::000000000000:role/r",
      trust: { Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" } },
    });
    const other = await startGateway({ identity: short, services: [stsService(short)] });
    const config = clientFor(other.endpoint, short.credentialsFor("arn:aws:iam::000000000000:role/r", "s"));
    later.after(3_600_000, () => {});
    later.step();
    const error = await rejection(new STSClient(config).send(new GetCallerIdentityCommand()));
    await other.stop();
    expect(error.name).to.equal("ExpiredToken");
  });

  it("names an unknown service in the error", async () => {
    const error = await rejection(new CloudWatchLogsClient(operator()).send(new DescribeLogGroupsCommand()));
    expect(error.name).to.equal("UnknownOperationException");
    expect(error.message).to.equal('the embedded AWS has no service "logs"; it has batch, sts');
  });

  it("names an unknown operation of a query service", async () => {
    const { GetSessionTokenCommand } = await import("@aws-sdk/client-sts");
    const error = await rejection(new STSClient(operator()).send(new GetSessionTokenCommand()));
    expect(error.message).to.contain("sts:GetSessionToken is not emulated");
  });

  it("names an unknown operation of a REST service", async () => {
    const client = new BatchClient(operator());
    const tag = new TagResourceCommand({ resourceArn: "arn:aws:batch:eu-west-1:1:job-queue/x", tags: {} });
    const answers = [client.send(new ListSchedulingPoliciesCommand()), client.send(tag)].map((each) =>
      rejection(each),
    );
    for (const [error, name] of [
      [await answers[0], "ListSchedulingPolicies"],
      [await answers[1], "TagResource"],
    ] as const) {
      expect(error?.name).to.equal("UnknownOperationException");
      expect(error?.message).to.contain(`batch:${name} is not in the embedded AWS`);
    }
  });

  it("refuses a body above a service's limit, and a form of too many parameters", async () => {
    const send = (service: string, body: string) =>
      sendSigned(gateway.endpoint, identity.operator, {
        ...{ method: "POST", path: "/", service, body },
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
    const tooLarge = await send("batch", "x".repeat(1024 ** 2 + 1));
    expect(tooLarge.status).to.equal(413);
    expect(tooLarge.body.toString()).to.contain("Request size exceeded 1048576 bytes");
    const many = await send("sts", `Action=GetCallerIdentity&Version=2011-06-15${"&a=b".repeat(100_000)}`);
    expect(many.error).to.equal("404 MalformedQueryString: A form has at most 10000 parameters.");
  });

  it("answers an error where a service's answer cannot be sent", async () => {
    const odd: Service = {
      signingName: "odd",
      handle: async () => ({ status: 200, headers: { "x-odd": "\u20ac" } }),
    };
    const other = await startGateway({ identity, services: [odd] });
    const request = { method: "GET", path: "/", service: "odd" };
    const { status } = await sendSigned(other.endpoint, identity.operator, request);
    await other.stop();
    expect(status).to.equal(500);
  });

  it("refuses an unsigned request", async () => {
    const answer = await fetch(`${gateway.endpoint}/v1/describejobs`, { method: "POST", body: "{}" });
    expect(answer.status).to.equal(403);
  });

  it("stops at once with open client connections", async () => {
    const other = await startGateway({ identity, services: [] });
    await fetch(other.endpoint);
    const idle = connect(Number(new URL(other.endpoint).port), "127.0.0.1");
    await new Promise((resolve) => idle.once("connect", resolve));
    const closed = new Promise((resolve) => idle.once("close", resolve));
    idle.on("error", () => {});
    await other.stop();
    await closed;
    expect((await rejection(fetch(other.endpoint))).message).to.equal("fetch failed");
  });
});
