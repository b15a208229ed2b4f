import { expect } from "chai";
import { examined, lines } from "../../../testing/doctor/examined.ts";
import { serviceRoles } from "./service-roles.ts";

const missing = { GetRole: { code: "NoSuchEntity", message: "The role cannot be found." } };

describe("doctor: service-roles", () => {
  it("an account that has used Batch: each role exists, Spot's only if the stack uses Spot", async () => {
    const of = (name: string) => `ok AWSServiceRoleFor${name} exists`;
    const always = ["Batch", "ECS", "AutoScaling"].map(of);
    expect(await lines(serviceRoles)).to.deep.equal([...always, of("EC2Spot")]);
    expect(await lines(serviceRoles, { settings: { spot: false } })).to.deep.equal(always);
  });

  it("a new account: notes before the first deployment, with the command that makes a role", async () => {
    const { findings } = await examined(serviceRoles, { answers: missing, subject: { outputs: undefined } });
    expect(findings.map(({ status }) => status)).to.deep.equal(["note", "note", "note", "note"]);
    expect(findings[0]?.fix).to.contain(
      "aws iam create-service-linked-role --aws-service-name batch.amazonaws.com",
    );
  });

  it("a deployed stack without Batch's role: wrong", async () => {
    expect((await lines(serviceRoles, { answers: missing }))[0]).to.equal(
      "wrong AWSServiceRoleForBatch is missing, and the stack is deployed",
    );
  });
});
