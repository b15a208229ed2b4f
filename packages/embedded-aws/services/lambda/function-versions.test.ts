import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
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
    expect((await configuration("$LATEST")).FunctionArn).to.equal(`${functionArn}:$LATEST`);
    caller.destroy();
  });

  it("a request that names two is refused", async () => {
    const both = new InvokeCommand({ FunctionName: "fn:1", Qualifier: "2" });
    expect((await rejection(aws.client.send(both))).message).to.equal(
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  });

  describe("with aliases", () => {
    const Name = "live";
    const alias = (FunctionVersion: string, more: object = {}) =>
      aws.client.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion, ...more }));
    const weights = (AdditionalVersionWeights: Record<string, number>) => ({
      RoutingConfig: { AdditionalVersionWeights },
    });

    it("call the version that the alias names, or two by their weights", async () => {
      await publish();
      await aws.lambda.updateFunction("fn", { code: code("second") });
      await publish();
      const created = await alias("1", { Description: "what customers see" });
      expect(created).to.include({ AliasArn: `${functionArn}:live`, Name, FunctionVersion: "1" });
      expect(await invoked("fn:live")).to.deep.equal(["first", "a", "1", "live"]);
      const answer = await aws.client.send(new InvokeCommand({ FunctionName, Qualifier: "live" }));
      expect(answer.ExecutedVersion).to.equal("1");
      const updated = await aws.client.send(
        new UpdateAliasCommand({
          FunctionName,
          Name,
          RevisionId: created.RevisionId,
          ...weights({ "2": 1 }),
        }),
      );
      expect(updated).to.deep.include({ ...weights({ "2": 1 }), Description: "what customers see" });
      expect(await invoked("fn:live")).to.deep.equal(["second", "a", "2", "live"]);
      const { Aliases = [] } = await aws.client.send(
        new ListAliasesCommand({ FunctionName, FunctionVersion: "2" }),
      );
      expect(Aliases.map((each) => each.Name)).to.deep.equal([Name]);
      const removal = aws.client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "1" }));
      expect(await rejection(removal)).to.include({
        name: "ResourceConflictException",
        message: "Version was not deleted because the following aliases reference it: [live]",
      });
      await aws.client.send(new DeleteAliasCommand({ FunctionName, Name }));
      await aws.client.send(new DeleteAliasCommand({ FunctionName, Name }));
      expect(await rejection(aws.invoke({}, "fn:live"))).to.include({
        message: `Function not found: ${functionArn}:live`,
      });
    });

    it("refuse what Lambda refuses, in its words", async () => {
      await publish();
      await alias("1");
      const stale = { FunctionName, Name, RevisionId: "other" };
      const refusals: readonly (readonly [Promise<unknown>, name: string, message: string])[] = [
        [alias("1"), "ResourceConflictException", `Alias already exists: ${functionArn}:live`],
        [alias("7", { Name: "x" }), "ResourceNotFoundException", `Function not found: ${functionArn}:7`],
        [
          aws.client.send(new GetAliasCommand({ FunctionName, Name: "none" })),
          "ResourceNotFoundException",
          `Cannot find alias arn: ${functionArn}:none`,
        ],
        [
          aws.client.send(new UpdateAliasCommand({ FunctionName, Name: "none" })),
          "ResourceNotFoundException",
          `Alias not found: ${functionArn}:none`,
        ],
        [
          aws.client.send(new UpdateAliasCommand(stale)),
          "PreconditionFailedException",
          "The Revision Id provided does not match",
        ],
        [
          alias("$LATEST", { Name: "x", ...weights({ "1": 0.5 }) }),
          "InvalidParameterValueException",
          "$LATEST is not supported for an alias",
        ],
        [alias("1", { Name: "12" }), "ValidationException", "'name' failed to satisfy constraint"],
        [
          aws.client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "live" })),
          "InvalidParameterValueException",
          "Deletion of aliases is not currently supported.",
        ],
      ];
      const answers = await Promise.all(refusals.map(([sent]) => rejection(sent)));
      for (const [index, [, name, message]] of refusals.entries()) {
        expect(answers[index]?.name, message).to.equal(name);
        expect(answers[index]?.message).to.include(message);
      }
    });
  });
});
