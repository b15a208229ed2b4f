import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
} from "@aws-sdk/client-lambda";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { EmbeddedLambda, functionArn, functionRole } from "../../testing/embedded-lambda.ts";
import { eventually } from "../../testing/embedded-step-functions.ts";

const code = (text: string) => ({
  "index.mjs": `export const handler = (_, { functionVersion, invokedFunctionArn }) =>
    ["${text}", process.env.STAGE, functionVersion, invokedFunctionArn.split(":").slice(7).join(":")];`,
});

describe("versions of a Lambda function", () => {
  let aws: EmbeddedLambda;
  beforeEach(async () => {
    aws = await EmbeddedLambda.start();
    await aws.create("", { environment: { STAGE: "a" } });
    await aws.lambda.updateFunction("fn", { code: code("first") });
  });
  afterEach(() => aws.stop());

  const FunctionName = "fn";
  const publish = (more: object = {}) =>
    aws.client.send(new PublishVersionCommand({ FunctionName, ...more }));
  const invoked = async (reference: string) => (await aws.invoke({}, reference)).payload;

  it("keep code and settings; $LATEST and callers without a version go on", async () => {
    const first = await publish();
    expect(first).to.include({ Version: "1", FunctionArn: `${functionArn}:1` });
    await aws.lambda.updateFunction("fn", { code: code("second"), environment: { STAGE: "b" } });
    expect(await invoked("fn:1")).to.deep.equal(["first", "a", "1", "1"]);
    expect(await invoked("fn")).to.deep.equal(["second", "b", "$LATEST", ""]);
    expect((await publish()).Version).to.equal("2");
    expect(await invoked(`${functionArn}:2`)).to.deep.equal(["second", "b", "2", "2"]);
    const answer = await aws.client.send(new InvokeCommand({ FunctionName, Qualifier: "1" }));
    expect(answer.ExecutedVersion).to.equal("1");
    const { Versions = [] } = await aws.client.send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions.map(({ Version }) => Version)).to.deep.equal(["$LATEST", "1", "2"]);
  });

  it("are new only if code or settings changed since the last", async () => {
    expect([await publish(), await publish()].map(({ Version }) => Version)).to.deep.equal(["1", "1"]);
    await aws.lambda.updateFunction("fn", { timeoutSeconds: 20 });
    expect((await publish()).Version).to.equal("2");
    // Back to what the first was: the last differs.
    await aws.lambda.updateFunction("fn", { timeoutSeconds: 10 });
    expect((await publish()).Version).to.equal("3");
    const stale = await rejection(publish({ CodeSha256: "stale" }));
    expect(stale).to.include({ name: "InvalidParameterValueException" });
  });

  it("come and change one after the other", async () => {
    const first = aws.lambda.updateFunction("fn", { timeoutSeconds: 20, code: code("second") });
    const second = rejection(aws.lambda.updateFunction("fn", { memoryMiB: 256 }), Error);
    const message = `The operation cannot be performed at this time. An update is in progress for resource: ${functionArn}`;
    expect(() => aws.lambda.publishVersion("fn")).to.throw(message);
    expect((await second).message).to.equal(message);
    expect(await first).to.include({ timeoutSeconds: 20, memoryMiB: 128 });
    expect((await publish()).Version).to.equal("1");
  });

  it("have numbers that none has again, and code until they are deleted", async () => {
    await publish();
    await aws.lambda.updateFunction("fn", { code: code("second") });
    const folders = () => readdir(join(aws.dir, "fn"));
    await eventually(async () => ((await folders()).length === 2 ? true : undefined));
    await aws.client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "1" }));
    expect(await rejection(aws.invoke({}, "fn:1"))).to.include({
      name: "ResourceNotFoundException",
      message: `Function not found: ${functionArn}:1`,
    });
    await eventually(async () => ((await folders()).length === 1 ? true : undefined));
    expect((await publish()).Version).to.equal("2");
    await aws.client.send(new DeleteFunctionCommand({ FunctionName }));
    await aws.create("");
    expect((await publish()).Version).to.equal("3");
    const unpublished = new DeleteFunctionCommand({ FunctionName, Qualifier: "$LATEST" });
    expect(await rejection(aws.client.send(unpublished))).to.include({
      name: "InvalidParameterValueException",
    });
  });

  it("need a right that names them", async () => {
    await publish();
    const { expiration, ...credentials } = aws.identity.credentialsFor(functionRole, "s");
    const options = { endpoint: aws.endpoint, region: "eu-central-1", credentials, maxAttempts: 1 };
    const caller = new LambdaClient(options);
    const configuration = (Qualifier?: string) =>
      caller.send(new GetFunctionConfigurationCommand({ FunctionName, ...(Qualifier && { Qualifier }) }));
    const allow = (Resource: string) =>
      aws.identity.putRolePolicy("fn", "rights", {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "lambda:GetFunctionConfiguration", Resource }],
      });
    const refused = async (answer: Promise<unknown>) =>
      expect(await rejection(answer)).to.include({ name: "AccessDeniedException" });
    allow(functionArn);
    expect((await configuration()).Version).to.equal("$LATEST");
    await refused(configuration("1"));
    await refused(configuration("$LATEST"));
    allow(`${functionArn}:*`);
    expect((await configuration("1")).FunctionArn).to.equal(`${functionArn}:1`);
    await refused(configuration());
    caller.destroy();
  });

  it("a request that names two is refused", async () => {
    const both = new InvokeCommand({ FunctionName: "fn:1", Qualifier: "2" });
    expect((await rejection(aws.client.send(both))).message).to.equal(
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  });
});
