import { join } from "node:path";
import {
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  PublishVersionCommand,
} from "@aws-sdk/client-lambda";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { principalOf } from "../../testing/client.ts";
import { documentedVariables } from "../../testing/documented-variables.ts";
import { EmbeddedLambda, functionArn, functionRole } from "../../testing/embedded-lambda.ts";
import { eventually, trusting } from "../../testing/embedded-step-functions.ts";

describe("Lambda", () => {
  let aws: EmbeddedLambda;
  beforeEach(async () => {
    aws = await EmbeddedLambda.start();
  });
  afterEach(() => aws.stop());

  it("runs the handler with its event, role and the documented environment, and nothing of the developer's", async () => {
    await aws.create(
      `export const handler = async (event, context) => ({
         doubled: event.n * 2, variables: Object.keys(process.env),
         key: process.env.AWS_ACCESS_KEY_ID, token: process.env.AWS_SESSION_TOKEN, name: context.functionName, left: context.getRemainingTimeInMillis() > 0 })`,
      { environment: { TABLE: "t" } },
    );
    const { payload } = await aws.invoke({ n: 21 }, functionArn);
    expect(payload).to.include({ doubled: 42, name: "fn", left: true });
    const documented = documentedVariables("What a function finds").filter(({ here }) => here);
    expect(payload.variables).to.have.members(["TABLE", ...documented.map(({ name }) => name)]);
    expect(principalOf(aws.identity, payload.key, payload.token)?.roleArn).to.equal(functionRole);
  });

  it("keeps a process warm, and starts a second one for a concurrent invocation", async () => {
    await aws.create(
      `import { existsSync, writeFileSync } from "node:fs";
       import { setTimeout } from "node:timers/promises";
       let count = 0;
       export const handler = async ({ mine, theirs }) => {
         if (mine) writeFileSync(mine, "");
         while (theirs && !existsSync(theirs)) await setTimeout(5);
         return { pid: process.pid, count: ++count };
       }`,
    );
    const first = await aws.invoke({});
    const second = await aws.invoke({});
    expect(second.payload).to.deep.equal({ pid: first.payload.pid, count: 2 });
    // Each waits for the other's file, so neither can end unless both run.
    const [a, b] = [join(aws.dir, "a"), join(aws.dir, "b")];
    const both = await Promise.all([aws.invoke({ mine: a, theirs: b }), aws.invoke({ mine: b, theirs: a })]);
    expect(both[0]?.payload.pid).not.to.equal(both[1]?.payload.pid);
  });

  it("reuses a process whose invocation ends for one that waits for a new process", async () => {
    await aws.create("export const handler = async () => process.pid");
    await aws.invoke({});
    const answers = await Promise.all(Array.from({ length: 8 }, () => aws.invoke({})));
    expect(new Set(answers.map(({ payload }) => payload)).size).to.be.below(8);
  });

  it("reports a process that ends before its handler is loaded, and starts another one", async () => {
    await aws.create("process.exit(7)");
    for (const _ of [1, 2])
      expect((await aws.invoke({})).payload).to.include({ errorType: "Runtime.ExitError" });
    const both = await Promise.all([aws.invoke({}), aws.invoke({})]);
    expect(both.map(({ payload }) => payload.errorMessage)).to.satisfy((messages: string[]) =>
      messages.every((message) => message.endsWith("Runtime exited with error: exit status 7")),
    );
  });

  it("ends the invocation of a module that never loads, ten seconds and its timeout later", async () => {
    const clock = new VirtualClock(Date.now());
    const hanging = await EmbeddedLambda.start(undefined, clock);
    try {
      await hanging.create("await new Promise(() => setInterval(() => {}, 1000))", { timeoutSeconds: 3 });
      const startedAt = clock.now();
      const answer = hanging.invoke({});
      const waits = () => eventually(() => (clock.step() ? true : undefined));
      await waits();
      expect(clock.now() - startedAt).to.equal(10_000);
      await waits();
      expect(clock.now() - startedAt).to.equal(13_000);
      expect((await answer).payload).to.include({ errorType: "Sandbox.Timedout" });
    } finally {
      await hanging.stop();
    }
  });

  it("reports and logs the handler's error with name and stack", async () => {
    await aws.create(`export const handler = async () => { throw new TypeError("no such tenant") }`);
    const { error, payload } = await aws.invoke({});
    expect(error).to.equal("Unhandled");
    expect(payload).to.include({ errorType: "TypeError", errorMessage: "no such tenant" });
    expect(payload.trace.join("\n")).to.contain("index.mjs:1");
    expect(aws.lines.join("\n")).to.contain("/aws/lambda/fn ").and.contain("TypeError: no such tenant");
  });

  it("logs JSON if the function says so: one value as it is, several as text", async () => {
    await aws.create(
      `export const handler = async () => { console.log({ age: 3 }); console.warn("odd", new RangeError("far")); }`,
      { logFormat: "JSON" },
    );
    await aws.invoke({});
    const [object, text] = aws.lines.map((line) => JSON.parse(line.slice(line.indexOf("{"))));
    expect(object).to.deep.include({ level: "INFO", message: { age: 3 } });
    expect(text).to.deep.include({ level: "WARN", errorType: "RangeError", errorMessage: "far" });
    expect(text.message).to.match(/^odd RangeError: far/);
  });

  it("reports a module that cannot be loaded", async () => {
    await aws.create(`import "./missing.mjs"; export const handler = async () => 1`);
    const { error, payload } = await aws.invoke({});
    expect(error).to.equal("Unhandled");
    expect(payload.errorMessage).to.contain("missing.mjs");
  });

  it("ends an invocation at its timeout, and starts a new process for the next", async () => {
    await aws.create(
      `export const handler = (event) => event.hang ? new Promise(() => setInterval(() => {}, 1000)) : Promise.resolve(1)`,
      {
        timeoutSeconds: 1,
      },
    );
    const { error, payload } = await aws.invoke({ hang: true });
    expect(error).to.equal("Unhandled");
    expect(payload).to.include({ errorType: "Sandbox.Timedout" });
    expect(payload.errorMessage).to.contain("Task timed out after 1.00 seconds");
    expect((await aws.invoke({})).payload).to.equal(1);
  });

  it("reports a process that exits during an invocation", async () => {
    await aws.create(`export const handler = () => process.exit(3)`);
    const { payload } = await aws.invoke({});
    expect(payload).to.include({ errorType: "Runtime.ExitError" });
    expect(payload.errorMessage).to.contain("exit status 3");
  });

  it("refuses a caller without a right to the very name or version, also of a function that does not exist", async () => {
    await aws.create("export const handler = async () => 1");
    await aws.client.send(new PublishVersionCommand({ FunctionName: "fn" }));
    const { expiration, ...credentials } = aws.identity.credentialsFor(functionRole, "s");
    const caller = new LambdaClient({
      endpoint: aws.endpoint,
      region: "eu-central-1",
      credentials,
      maxAttempts: 1,
    });
    const invoked = async (FunctionName: string, Qualifier?: string) =>
      caller.send(new InvokeCommand({ FunctionName, ...(Qualifier && { Qualifier }) })).then(
        ({ ExecutedVersion }) => ExecutedVersion,
        ({ name }: Error) => name,
      );
    const allowed = (Resource: string[]) =>
      aws.identity.putRolePolicy("fn", "rights", {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource }],
      });
    const forms = () =>
      Promise.all([
        invoked("fn"),
        invoked(functionArn),
        invoked("fn:1"),
        invoked("fn", "1"),
        invoked("none"),
      ]);
    const denied = "AccessDeniedException";
    expect(await forms()).to.deep.equal([denied, denied, denied, denied, denied]);
    allowed([functionArn]);
    expect(await forms()).to.deep.equal(["$LATEST", "$LATEST", denied, denied, denied]);
    allowed([`${functionArn}:*`]);
    expect(await forms()).to.deep.equal([denied, denied, "1", "1", denied]);
    allowed([functionArn, `${functionArn}:*`, functionArn.replace(/fn$/, "none")]);
    expect(await forms()).to.deep.equal(["$LATEST", "$LATEST", "1", "1", "ResourceNotFoundException"]);
    caller.destroy();
    const elsewhere = functionArn.replace("eu-central-1", "us-east-1");
    const error = await aws.client
      .send(new InvokeCommand({ FunctionName: elsewhere }))
      .catch((e: Error) => e);
    expect(error).to.include({
      name: "ResourceNotFoundException",
      message: "Functions from 'us-east-1' are not reachable in this region ('eu-central-1')",
    });
  });

  it("returns the end of the log with the platform's lines if the request asks for it", async () => {
    await aws.create(`export const handler = (event) => {
      console.log("x".repeat(event.length));
      console.error("second");
      process.stdout.write("no end");
    };`);
    const logOf = async (length: number) => {
      const Payload = JSON.stringify({ length });
      const { LogResult = "" } = await aws.client.send(
        new InvokeCommand({ FunctionName: "fn", LogType: "Tail", Payload }),
      );
      return Buffer.from(LogResult, "base64").toString();
    };
    const log = await logOf(3);
    expect(log).to.match(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST\n/);
    expect(log).to.include("\txxx\n").and.include("\tsecond\n").and.include("no end\nEND RequestId: ");
    expect(log).to.match(/\nREPORT RequestId: [0-9a-f-]{36}\tDuration: [\d.]+ ms\t.*Memory Size: 128 MB/);
    expect(await logOf(5000)).to.have.length(4096);
    expect(aws.lines.at(-1)).to.equal("/aws/lambda/fn no end");
    expect((await aws.client.send(new InvokeCommand({ FunctionName: "fn" }))).LogResult).to.equal(undefined);
  });

  it("refuses payloads that are too large or not JSON, and reports a response that is too large", async () => {
    await aws.create(`export const handler = (event) => "x".repeat(event.length ?? 0);`);
    const send = (Payload: string, InvocationType: "Event" | "RequestResponse" = "RequestResponse") =>
      aws.client.send(new InvokeCommand({ FunctionName: "fn", InvocationType, Payload }));
    const large = (bytes: number) => JSON.stringify("x".repeat(bytes - 2));
    const [mebibyte, six] = [1024 ** 2, 6 * 1024 ** 2];
    expect((await send(large(mebibyte), "Event")).StatusCode).to.equal(202);
    expect(await rejection(send(large(mebibyte + 1), "Event"))).to.include({
      name: "RequestEntityTooLargeException",
      message: "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
    });
    expect(await rejection(send(large(six + 1)))).to.include({
      message:
        "6291457 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)",
    });
    const malformed = await rejection(send("{"));
    expect(malformed.name).to.equal("InvalidRequestContentException");
    expect(malformed.message).to.match(
      /^Could not parse request body into json: Could not parse payload into json: /,
    );
    const { error, payload } = await aws.invoke({ length: six + 100 });
    expect([error, payload.errorType]).to.deep.equal(["Unhandled", "Function.ResponseSizeTooLarge"]);
  });

  it("names an unknown function and an unknown operation", async () => {
    const missing = await aws.client.send(new InvokeCommand({ FunctionName: "none" })).catch((e: Error) => e);
    expect(missing).to.include({ name: "ResourceNotFoundException" });
    await aws.create("export const handler = () => 1");
    const others = new InvokeCommand({ FunctionName: "111111111111:function:fn" });
    expect((await rejection(aws.client.send(others))).message).to.equal(
      "Function not found: arn:aws:lambda:eu-central-1:111111111111:function:fn",
    );
    for (const own of ["000000000000:fn", "eu-central-1:000000000000:function:fn"])
      expect((await aws.invoke({}, own)).payload).to.equal(1);
    const unknown = await aws.client.send(new ListFunctionsCommand({})).catch((e: Error) => e);
    expect((unknown as Error).message).to.contain("lambda:ListFunctions is not");
  });

  it("refuses settings that Lambda refuses, in its words", async () => {
    const refusal = async (more: Parameters<EmbeddedLambda["create"]>[1]) =>
      (await rejection(aws.create("", more), Error)).message;
    expect(await refusal({ timeoutSeconds: 0 })).to.include(
      "Value '0' at 'timeout' failed to satisfy constraint",
    );
    expect(await refusal({ timeoutSeconds: 901 })).to.include("must have value less than or equal to 900");
    expect(await refusal({ environment: { AWS_REGION: "x", OWN: "1" } })).to.equal(
      "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION",
    );
    expect(await refusal({ environment: { LARGE: "x".repeat(4096) } })).to.include("exceeded the 4KB limit");
    expect(await refusal({ environment: { "a-b": "1" } })).to.include("'environment.variables' failed");
  });

  it("refuses a handler without a file in the code", async () => {
    const error = await aws.lambda
      .createFunction({
        name: "bad",
        arn: `${functionArn}2`,
        handler: "main.handler",
        runtime: "nodejs24.x",
        roleArn: functionRole,
        timeoutSeconds: 1,
        memoryMiB: 128,
        environment: {},
        code: { "index.mjs": "" },
      })
      .catch((e: Error) => e);
    expect((error as Error).message).to.contain("main.mjs");
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
  it("refuses a role that does not trust Lambda", async () => {
    const roleArn = "arn:aws:iam::000000000000:role/machine";
    aws.identity.putRole({ name: "machine", arn: roleArn, trust: trusting("states.amazonaws.com") });
    const code = { "index.mjs": "export const handler = () => 1" };
    await aws.create("export const handler = () => 1");
    for (const role of [roleArn, `${roleArn}-2`])
      expect(await rejection(aws.lambda.updateFunction("fn", { code, roleArn: role }))).to.include({
        code: "InvalidParameterValueException",
        message: "The role defined for the function cannot be assumed by Lambda.",
      });
  });
});
