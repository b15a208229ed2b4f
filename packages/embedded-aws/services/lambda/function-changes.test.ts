import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { EmbeddedLambda, functionArn } from "../../testing/embedded-lambda.ts";
import { eventually } from "../../testing/embedded-step-functions.ts";

/** Answers with its text and environment; waits for the file `until` before, and then loads the rest of its code. */
const code = (text: string) => ({
  "index.mjs": `import { existsSync } from "node:fs";
    import { setTimeout } from "node:timers/promises";
    export const handler = async ({ until }) => {
      if (until) console.log("waiting");
      while (until && !existsSync(until)) await setTimeout(5);
      return [(await import("./text.mjs")).text, process.env.STAGE, process.pid];
    };`,
  "text.mjs": `export const text = "${text}";`,
});

describe("changes of a Lambda function", () => {
  let aws: EmbeddedLambda;
  beforeEach(async () => {
    aws = await EmbeddedLambda.start();
    await aws.create("export const handler = () => {}", { environment: { STAGE: "a" } });
    await aws.lambda.updateFunction("fn", { code: code("old") });
  });
  afterEach(() => aws.stop());

  const isWaiting = () => eventually(() => aws.lines.find((line) => line.includes("waiting")));
  const folders = () => readdir(join(aws.dir, "fn"));

  it("apply to the next invocation; a running one keeps code and environment", async () => {
    const until = join(aws.dir, "until");
    const running = aws.invoke({ until });
    await isWaiting();
    await aws.lambda.updateFunction("fn", { code: code("new"), environment: { STAGE: "b" } });
    const [newText, newStage, newProcess] = (await aws.invoke({})).payload;
    expect([newText, newStage]).to.deep.equal(["new", "b"]);
    await writeFile(until, "");
    const [text, stage, oldProcess] = (await running).payload;
    expect([text, stage]).to.deep.equal(["old", "a"]);
    expect((await aws.invoke({})).payload[2])
      .to.equal(newProcess)
      .and.not.to.equal(oldProcess);
    await eventually(async () => ((await folders()).length === 1 ? true : undefined));
  });

  it("over the wire: settings change, the code stays", async () => {
    const before = await aws.client.send(new GetFunctionCommand({ FunctionName: "fn" }));
    expect(before.Configuration).to.deep.include({
      FunctionArn: functionArn,
      Timeout: 10,
      LastUpdateStatus: "Successful",
      Environment: { Variables: { STAGE: "a" } },
    });
    const after = await aws.client.send(
      new UpdateFunctionConfigurationCommand({
        ...{ FunctionName: functionArn, Timeout: 20 },
        Environment: { Variables: { STAGE: "c" } },
      }),
    );
    expect(after).to.include({ Timeout: 20, CodeSha256: before.Configuration?.CodeSha256 });
    expect((await aws.invoke({})).payload.slice(0, 2)).to.deep.equal(["old", "c"]);
  });

  it("are refused if the function cannot run, and change nothing", async () => {
    await rejection(aws.lambda.updateFunction("fn", { handler: "none.handler" }));
    expect((await aws.invoke({})).payload[0]).to.equal("old");
    const again = await rejection(aws.create("export const handler = () => {}"));
    expect(again).to.include({ code: "ResourceConflictException", message: "Function already exist: fn" });
  });

  it("deleted, it ends running invocations as usual, and refuses others", async () => {
    const until = join(aws.dir, "until");
    const running = aws.invoke({ until });
    await isWaiting();
    await aws.client.send(new DeleteFunctionCommand({ FunctionName: "fn" }));
    const remove = () => aws.client.send(new DeleteFunctionCommand({ FunctionName: "fn" }));
    for (const refused of [() => aws.invoke({}), remove]) {
      expect(await rejection(refused())).to.include({
        name: "ResourceNotFoundException",
        message: `Function not found: ${functionArn}`,
      });
    }
    await writeFile(until, "");
    expect((await running).payload[0]).to.equal("old");
    await eventually(async () => ((await folders()).length === 0 ? true : undefined));
  });
});
