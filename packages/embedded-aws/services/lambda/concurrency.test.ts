import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
  type TooManyRequestsException,
} from "@aws-sdk/client-lambda";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { EmbeddedLambda } from "../../testing/embedded-lambda.ts";
import { eventually } from "../../testing/embedded-step-functions.ts";

const FunctionName = "fn";

describe("concurrency of Lambda functions", () => {
  let aws: EmbeddedLambda;
  beforeEach(async () => {
    aws = await EmbeddedLambda.start();
    // Runs until a file exists, and says that it runs by another one.
    await aws.create(`
      import { existsSync, writeFileSync } from "node:fs";
      import { setTimeout } from "node:timers/promises";
      export const handler = async ({ runs, until }) => {
        if (runs) writeFileSync(runs, "");
        while (until && !existsSync(until)) await setTimeout(5);
        return 1;
      };`);
  });
  afterEach(() => aws.stop());

  const reserve = (ReservedConcurrentExecutions: number) =>
    aws.client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));

  /** Calls `during` while an invocation runs. */
  const whileOneRuns = async (during: () => Promise<void>) => {
    const [runs, until] = [join(aws.dir, "runs"), join(aws.dir, "until")];
    const invocation = aws.invoke({ runs, until });
    await eventually(async () => existsSync(runs) || undefined);
    await during();
    await writeFile(until, "");
    expect((await invocation).payload).to.equal(1);
  };
  const throttle = async () => {
    const error = (await rejection(aws.invoke({}))) as TooManyRequestsException;
    expect(error).to.include({ name: "TooManyRequestsException", message: "Rate Exceeded." });
    expect(error.$metadata.httpStatusCode).to.equal(429);
    return error.Reason;
  };

  it("is limited by what a function reserves", async () => {
    await reserve(1);
    await whileOneRuns(async () => {
      expect(await throttle()).to.equal("ReservedFunctionConcurrentInvocationLimitExceeded");
    });
    expect((await aws.invoke({})).payload).to.equal(1);
    await reserve(0);
    expect(await throttle()).to.equal("ReservedFunctionConcurrentInvocationLimitExceeded");
    const read = new GetFunctionConcurrencyCommand({ FunctionName });
    expect((await aws.client.send(read)).ReservedConcurrentExecutions).to.equal(0);
    await aws.client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect((await aws.client.send(read)).ReservedConcurrentExecutions).to.equal(undefined);
    expect((await aws.invoke({})).payload).to.equal(1);
    const ofLatest = { FunctionName: `${FunctionName}:$LATEST`, ReservedConcurrentExecutions: 1 };
    expect(
      (await rejection(aws.client.send(new PutFunctionConcurrencyCommand(ofLatest)))).message,
    ).to.include("This operation is permitted on Lambda functions only.");
  });

  it("counts an invocation whose answer is lost only while it runs", async () => {
    await reserve(1);
    const end = aws.faults.loseAnswers("lambda:Invoke");
    const ran = join(aws.dir, "ran");
    expect(await rejection(aws.invoke({ runs: ran }))).to.include({ code: "ECONNRESET" });
    expect(existsSync(ran)).to.equal(true);
    end();
    expect((await aws.invoke({})).payload).to.equal(1);
  });

  it("is limited by the account for functions that reserve nothing", async () => {
    aws.lambda.concurrency.accountLimit = 1;
    await whileOneRuns(async () => {
      expect(await throttle()).to.equal("ConcurrentInvocationLimitExceeded");
    });
    aws.lambda.concurrency.accountLimit = 1000;
    expect((await rejection(reserve(901))).message).to.equal(
      "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
    );
  });
});
