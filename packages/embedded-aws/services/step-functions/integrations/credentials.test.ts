import { expect } from "chai";
import { account, Embedded, trusting } from "../../../testing/embedded-step-functions.ts";
import { ended, historyOf, runMachine, startMachine, task } from "../../../testing/executions.ts";
import { stsService } from "../../sts/index.ts";

describe("a Task with Credentials", () => {
  const partner = `arn:aws:iam::${account}:role/partner`;
  let aws: Embedded;
  before(async () => {
    aws = new Embedded();
    await aws.start([stsService(aws.identity)]);
    const Principal = { AWS: `arn:aws:iam::${account}:root` };
    const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal } as const;
    aws.identity.putRole({ name: "partner", arn: partner, trust: { Statement: trust } });
    aws.identity.putRole({
      name: "closed",
      arn: `${partner}-closed`,
      trust: trusting("lambda.amazonaws.com"),
    });
    const Statement = [{ Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: "*" }] as const;
    aws.identity.putRolePolicy("partner", "calls", { Version: "2012-10-17", Statement: [...Statement] });
    aws.handlers.set("who", (_, { principal }) => principal.arn);
    aws.allow("sts:AssumeRole");
  });
  after(() => aws.stop());

  const who = (RoleArn: string) =>
    task("arn:aws:states:::lambda:invoke", { FunctionName: "who" }, { Credentials: { RoleArn } });

  it("calls the service with that role, and shows it in the history", async () => {
    const executionArn = await startMachine(aws, who("{% $states.input %}"), partner);
    const { output } = await ended(aws, executionArn);
    expect(JSON.parse(output ?? "").Payload).to.match(/:assumed-role\/partner\//);
    const scheduled = (await historyOf(aws, executionArn)).find(({ type }) => type === "TaskScheduled");
    expect(scheduled?.taskScheduledEventDetails?.taskCredentials).to.deep.equal({ roleArn: partner });
  });

  it("fails if the machine's role may not assume it", async () => {
    const { error, cause } = await runMachine(aws, who(`${partner}-closed`));
    expect(error).to.equal("States.Permissions");
    expect(cause).to.equal(
      `The role arn:aws:iam::${account}:role/machine is not authorized to assume the task state's role, ${partner}-closed.`,
    );
  });
});
