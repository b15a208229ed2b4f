import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { BatchClient, DescribeJobsCommand } from "@aws-sdk/client-batch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type EmbeddedAws, startEmbeddedAws } from "./host/start.ts";
import { type DeployedStack, deployProgram } from "./providers/deploy-program.ts";
import { refreshDeployed } from "./providers/refresh-deployed.ts";

const root = join(import.meta.dirname, "testing", "programs", "greeter");

describe("the embedded AWS", () => {
  let dir: string;
  let aws: EmbeddedAws;
  let stack: DeployedStack;
  let stateFile: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "embedded-aws-"));
    aws = await startEmbeddedAws({ dir });
    stateFile = join(dir, "state", "dev.json");
    stack = await deployProgram(aws, { root, stack: "dev", config: { greeting: "Ahoy" }, stateFile });
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true });
  });

  /** Runs the machine to its end. */
  async function run(input: object) {
    const states = new SFNClient(aws.clientConfig);
    const stateMachineArn = String(stack.outputs.machineArn);
    const { executionArn } = await states.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    return eventually(async () => {
      const now = await states.send(new DescribeExecutionCommand({ executionArn }));
      return now.status === "RUNNING" ? undefined : now;
    });
  }

  it("runs a deployed state machine through its function and its container", async () => {
    const execution = await run({ name: "Ada" });
    expect(execution.status, execution.cause).to.equal("SUCCEEDED");
    const { written, job } = JSON.parse(execution.output ?? "");
    expect(written).to.equal("Ahoy, Ada");

    const object = await new S3Client(aws.clientConfig).send(
      new GetObjectCommand({ Bucket: String(stack.outputs.bucketName), Key: `greetings/${job}` }),
    );
    expect(await object.Body?.transformToString()).to.equal("Ahoy, Ada");

    const { jobs } = await new BatchClient(aws.clientConfig).send(new DescribeJobsCommand({ jobs: [job] }));
    expect(jobs?.[0]).to.include({ status: "SUCCEEDED", jobName: "write" });
    const { events } = await new CloudWatchLogsClient(aws.clientConfig).send(
      new FilterLogEventsCommand({ logGroupName: "/greeter/jobs" }),
    );
    expect(events?.map(({ message }) => message)).to.deep.equal([
      "wrote Ahoy, Ada by write",
      "refused: AccessDenied",
    ]);
  });

  it("invokes a deployed function", async () => {
    const { Payload } = await new LambdaClient(aws.clientConfig).send(
      new InvokeCommand({ FunctionName: String(stack.outputs.functionName), Payload: '{"name":"Bo"}' }),
    );
    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).to.deep.equal({ text: "Ahoy, Bo" });
  });

  it("returns a remote component's outputs and its child resources", () => {
    expect(stack.outputs.repositoryArn).to.match(
      /^arn:aws:ecr:eu-central-1:000000000000:repository\/writer-[0-9a-f]{7}$/,
    );
    expect(stack.diagnostics).to.deep.equal([]);
  });

  it("finds everything again when it starts on its folder", async () => {
    await new S3Client(aws.clientConfig).send(
      new PutObjectCommand({ Bucket: String(stack.outputs.bucketName), Key: "kept", Body: "kept" }),
    );
    await aws.stop();
    aws = await startEmbeddedAws({ dir });
    const execution = await run({ name: "Cy" });
    expect(execution.status, execution.cause).to.equal("SUCCEEDED");
    expect(JSON.parse(execution.output ?? "").written).to.equal("Ahoy, Cy");
    const object = await new S3Client(aws.clientConfig).send(
      new GetObjectCommand({ Bucket: String(stack.outputs.bucketName), Key: "kept" }),
    );
    expect(await object.Body?.transformToString()).to.equal("kept");
  });

  it("changes only what a second deployment changes", async () => {
    const again = await deployProgram(aws, { root, stack: "dev", config: { greeting: "Moin" }, stateFile });
    const changes = again.steps.filter(({ operation }) => operation !== "same");
    expect(changes.map(({ operation, type, changed }) => [operation, type, ...changed])).to.deep.equal([
      ["update", "aws:lambda/function:Function", "environment.variables.GREETING"],
    ]);
    expect(again.outputs).to.deep.equal(stack.outputs);
    expect(JSON.parse((await run({ name: "Di" })).output ?? "").written).to.equal("Moin, Di");
  });

  it("names the resource and its line if it cannot be deployed twice, without the state", async () => {
    const error = await rejection(deployProgram(aws, { root, stack: "dev" }));
    expect(error.message).to.match(/^index\.ts:\d+:\d+: aws:\S+ "\w+": .*already (exist|own)/);
  });

  it("is what the state says: a refresh changes nothing", async () => {
    const steps = await refreshDeployed(aws, { root, stateFile });
    expect(new Set(steps.map(({ operation }) => operation))).to.deep.equal(new Set(["same"]));
  });

  it("is empty after the stack is destroyed", async () => {
    const s3 = new S3Client(aws.clientConfig);
    const Bucket = String(stack.outputs.bucketName);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    const { steps, resources } = await deployProgram(aws, { root, stack: "dev", stateFile, destroy: true });
    expect(new Set(steps.map(({ operation }) => operation))).to.deep.equal(new Set(["delete"]));
    expect(resources).to.deep.equal([]);
    expect(aws.record.all()).to.deep.equal([]);
  });
});

describe("startEmbeddedAws", () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "embedded-aws-"));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it("runs two accounts side by side, and can be stopped twice", async () => {
    const [one, two] = await Promise.all([
      startEmbeddedAws({ dir: join(dir, "one") }),
      startEmbeddedAws({ dir: join(dir, "two"), region: "us-west-2" }),
    ]);
    await one.s3.createBucket("shared-name");
    await two.s3.createBucket("shared-name");
    const who = await new STSClient(one.clientConfig).send(new GetCallerIdentityCommand());
    expect(who).to.include({ Account: "000000000000" });
    const elsewhere = new STSClient({ ...two.clientConfig, credentials: one.credentials });
    expect((await rejection(elsewhere.send(new GetCallerIdentityCommand()))).name).to.match(/Token/);
    await Promise.all([one.stop(), one.stop(), two.stop()]);
    const late = new STSClient({ ...one.clientConfig, maxAttempts: 1 });
    expect(await rejection(late.send(new GetCallerIdentityCommand()))).to.have.property(
      "code",
      "ECONNREFUSED",
    );
  });

  it("ends executions and their containers within five seconds", async () => {
    const aws = await startEmbeddedAws({ dir });
    const { outputs } = await deployProgram(aws, { root, stack: "dev" });
    await new SFNClient(aws.clientConfig).send(
      new StartExecutionCommand({
        stateMachineArn: String(outputs.machineArn),
        input: JSON.stringify({ name: "and hang" }),
      }),
    );
    const logs = new CloudWatchLogsClient(aws.clientConfig);
    const pid = await eventually(async () => {
      const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: "/greeter/jobs" }));
      return events?.flatMap(({ message }) => /^hanging as (\d+)$/.exec(message ?? "")?.[1] ?? [])[0];
    });
    const started = performance.now();
    await aws.stop();
    expect(performance.now() - started).to.be.below(20_000);
    expect(() => process.kill(Number(pid), 0)).to.throw("ESRCH");
  });

  it("leaves nothing running if its port is taken", async () => {
    const first = await startEmbeddedAws({ dir: join(dir, "first") });
    const port = Number(new URL(first.endpoint).port);
    const error = await rejection(startEmbeddedAws({ dir: join(dir, "second"), port }));
    await first.stop();
    expect(error).to.have.property("code", "EADDRINUSE");
  });
});

/** Asks again and again, for ten seconds at most, until there is an answer. */
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await delay(25)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error("there was no answer within 10 s");
}
