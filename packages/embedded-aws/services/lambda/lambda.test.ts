import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { realClock } from "@batchline/clock";
import { expect } from "chai";
import { startGateway } from "../../host/gateway/server.ts";
import { Identity } from "../../host/identity/identity.ts";
import { principalOf } from "../../testing/client.ts";
import { Lambda } from "./lambda.ts";
import { lambdaService } from "./operations.ts";

describe("Lambda", () => {
  const region = "eu-central-1";
  const arnOf = (name: string) => `arn:aws:lambda:${region}:000000000000:function:${name}`;
  let dir: string;
  let lambda: Lambda;
  let identity: Identity;
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  let client: LambdaClient;
  let lines: string[];

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "batchline-lambda-"));
    identity = new Identity({ clock: realClock });
    identity.putRole({
      name: "fn",
      arn: "arn:aws:iam::000000000000:role/fn",
      trust: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
      },
    });
    lines = [];
    lambda = new Lambda({
      dir,
      identity,
      logs: {
        put: (group, _stream, events) => lines.push(...events.map(({ message }) => `${group} ${message}`)),
      },
      clock: realClock,
      region,
      endpoint: () => gateway.endpoint,
    });
    gateway = await startGateway({ identity, services: [lambdaService(lambda)] });
    client = new LambdaClient({
      endpoint: gateway.endpoint,
      region,
      credentials: identity.operator,
      maxAttempts: 1,
    });
  });

  afterEach(async () => {
    client.destroy();
    await lambda.stop();
    await gateway.stop();
    await rm(dir, { recursive: true });
  });

  const put = (code: string, more: { timeoutSeconds?: number; environment?: Record<string, string> } = {}) =>
    lambda.putFunction({
      name: "fn",
      arn: arnOf("fn"),
      handler: "index.handler",
      runtime: "nodejs24.x",
      roleArn: "arn:aws:iam::000000000000:role/fn",
      timeoutSeconds: more.timeoutSeconds ?? 10,
      memoryMiB: 128,
      environment: more.environment ?? {},
      code: { "index.mjs": code },
    });

  const invoke = async (payload: unknown, name = "fn") => {
    const answer = await client.send(
      new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }),
    );
    return {
      error: answer.FunctionError,
      payload: JSON.parse(answer.Payload?.transformToString() || "null"),
    };
  };

  it("runs the handler with its event, environment and role, and nothing of the developer's environment", async () => {
    await put(
      `export const handler = async (event, context) => ({
         doubled: event.n * 2, table: process.env.TABLE, home: process.env.HOME ?? null,
         key: process.env.AWS_ACCESS_KEY_ID, token: process.env.AWS_SESSION_TOKEN, name: context.functionName, left: context.getRemainingTimeInMillis() > 0 })`,
      { environment: { TABLE: "t" } },
    );
    const { payload } = await invoke({ n: 21 }, arnOf("fn"));
    expect(payload).to.include({ doubled: 42, table: "t", home: null, name: "fn", left: true });
    expect(principalOf(identity, payload.key, payload.token)?.roleArn).to.equal(
      "arn:aws:iam::000000000000:role/fn",
    );
  });

  it("keeps a process warm, and starts a second one for a concurrent invocation", async () => {
    await put(
      `import { existsSync, writeFileSync } from "node:fs";
       import { setTimeout } from "node:timers/promises";
       let count = 0;
       export const handler = async ({ mine, theirs }) => {
         if (mine) writeFileSync(mine, "");
         while (theirs && !existsSync(theirs)) await setTimeout(5);
         return { pid: process.pid, count: ++count };
       }`,
    );
    const first = await invoke({});
    const second = await invoke({});
    expect(second.payload).to.deep.equal({ pid: first.payload.pid, count: 2 });
    // Each waits for the other's file, so neither can end unless both run.
    const [a, b] = [join(dir, "a"), join(dir, "b")];
    const both = await Promise.all([invoke({ mine: a, theirs: b }), invoke({ mine: b, theirs: a })]);
    expect(both[0]?.payload.pid).not.to.equal(both[1]?.payload.pid);
  });

  it("reports and logs the handler's error with name and stack", async () => {
    await put(`export const handler = async () => { throw new TypeError("no such tenant") }`);
    const { error, payload } = await invoke({});
    expect(error).to.equal("Unhandled");
    expect(payload).to.include({ errorType: "TypeError", errorMessage: "no such tenant" });
    expect(payload.trace.join("\n")).to.contain("index.mjs:1");
    expect(lines.join("\n")).to.contain("/aws/lambda/fn ").and.contain("TypeError: no such tenant");
  });

  it("reports a module that cannot be loaded", async () => {
    await put(`import "./missing.mjs"; export const handler = async () => 1`);
    const { error, payload } = await invoke({});
    expect(error).to.equal("Unhandled");
    expect(payload.errorMessage).to.contain("missing.mjs");
  });

  it("ends an invocation at its timeout, and starts a new process for the next", async () => {
    await put(
      `export const handler = (event) => event.hang ? new Promise(() => setInterval(() => {}, 1000)) : Promise.resolve(1)`,
      {
        timeoutSeconds: 1,
      },
    );
    const { error, payload } = await invoke({ hang: true });
    expect(error).to.equal("Unhandled");
    expect(payload).to.include({ errorType: "Sandbox.Timedout" });
    expect(payload.errorMessage).to.contain("Task timed out after 1.00 seconds");
    expect((await invoke({})).payload).to.equal(1);
  });

  it("reports a process that exits during an invocation", async () => {
    await put(`export const handler = () => process.exit(3)`);
    const { payload } = await invoke({});
    expect(payload).to.include({ errorType: "Runtime.ExitError" });
    expect(payload.errorMessage).to.contain("exit status 3");
  });

  it("refuses a caller without the right to invoke it", async () => {
    await put(`export const handler = async () => 1`);
    const { expiration, ...credentials } = identity.credentialsFor("arn:aws:iam::000000000000:role/fn", "s");
    const stranger = new LambdaClient({ endpoint: gateway.endpoint, region, credentials, maxAttempts: 1 });
    const error = await stranger.send(new InvokeCommand({ FunctionName: "fn" })).catch((e: Error) => e);
    stranger.destroy();
    expect(error).to.include({ name: "AccessDeniedException" });
    expect((error as Error).message)
      .to.contain("lambda:InvokeFunction")
      .and.contain(arnOf("fn"));
  });

  it("names an unknown function and an unknown operation", async () => {
    const missing = await client.send(new InvokeCommand({ FunctionName: "none" })).catch((e: Error) => e);
    expect(missing).to.include({ name: "ResourceNotFoundException" });
    const unknown = await client.send(new ListFunctionsCommand({})).catch((e: Error) => e);
    expect((unknown as Error).message).to.contain("lambda:ListFunctions is not");
  });

  it("refuses a handler without a file in the code", async () => {
    const error = await lambda
      .putFunction({
        name: "bad",
        arn: arnOf("bad"),
        handler: "main.handler",
        runtime: "nodejs24.x",
        roleArn: "r",
        timeoutSeconds: 1,
        memoryMiB: 128,
        environment: {},
        code: { "index.mjs": "" },
      })
      .catch((e: Error) => e);
    expect((error as Error).message).to.contain("main.mjs");
  });
});
