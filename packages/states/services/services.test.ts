import { expect } from "chai";
import { build } from "../build.ts";
import { type Expr, lambdaFunction, machine, stateMachine } from "../index.ts";
import { codesOf } from "../testing/problems.ts";
import { arns, built, type Describe } from "../testing/service-tasks.ts";

describe("tasks of all services", () => {
  it("have typed responses", () => {
    const describe: Describe = (m) => {
      const { Item } = m.dynamodb.getItem<{ status: { S: string } }>("Read", { Table: arns.table, Key: {} });
      // @ts-expect-error there may be no such item
      const wrong: Expr<string> = Item.status.S;
      const status: Expr<string> = Item.status.S.orElse("none");
      // @ts-expect-error a message needs a topic
      m.sns.publish("Publish", { Message: status });
      // @ts-expect-error numbers are text to DynamoDB
      m.dynamodb.putItem("Write", { Table: arns.table, Item: { n: { N: 1 } } });
      const other = stateMachine<{ n: number }, { m: number }>(arns.other);
      const output: Expr<number> = m.executions.startSync("Other", other, { n: 1 }).Output.m;
      // @ts-expect-error the machine takes a number
      m.executions.start("Wrong", other, { n: "1" });
      const reported: Expr<boolean> = m.sns.publishWithCallback<boolean>("Ask", (Message) => ({
        TopicArn: arns.topic,
        Message,
      }));
      m.succeed("Done", [wrong, output, reported]);
    };
    expect(describe).to.be.a("function");
  });

  it("reject a task that waits for its token but does not pass it on", () => {
    const fn = lambdaFunction<string, string>(arns.fn);
    expect(codesOf(() => built((m) => void m.invokeWithCallback("Ask", fn, () => "x")))).to.deep.equal([
      "BL-S025 Ask",
    ]);
  });

  it("reject rights to a queue whose URL is not valid", () => {
    const sending = build(
      machine((m) => void m.sqs.sendMessage("Send", { QueueUrl: "arn:aws:sqs:::queue", MessageBody: "b" })),
    );
    expect(codesOf(() => sending.permissions({}))).to.deep.equal(["BL-S016"]);
  });
});
