import { expect } from "chai";
import { type Answers, serveAnswers } from "../../testing/aws-answers/serve-answers.ts";
import { simulated } from "../../testing/doctor/simulated.ts";
import { missingRights } from "./own-rights.ts";

describe("the rights to rerun and to stop", () => {
  const machine = "arn:aws:states:eu-central-1:123456789012:stateMachine:catalog-import";
  async function missing(answers: Answers) {
    const aws = await serveAnswers(answers);
    try {
      return await missingRights({ client: aws.client }, machine);
    } finally {
      await aws.stop();
    }
  }

  it("are missing where IAM's simulation denies them", async () => {
    expect(await missing(simulated(/StartExecution/))).to.deep.equal({ rerun: "states:StartExecution" });
    expect(await missing(simulated(/^$/))).to.deep.equal({});
  });

  it("are taken as given where the caller may not ask, and of the root user", async () => {
    const denied = { code: "AccessDenied", message: "not authorized to perform: iam:GetRole" };
    expect(await missing({ ...simulated(/./), GetRole: denied })).to.deep.equal({});
    const GetCallerIdentity = (text: string) =>
      text.replace(/<Arn>.*<\/Arn>/, "<Arn>arn:aws:iam::1:root</Arn>");
    expect(await missing({ ...simulated(/./), GetCallerIdentity })).to.deep.equal({});
  });
});
