import { expect } from "chai";
import { type Denial, denialTeller } from "../../../cli/run/denials.ts";

describe("what IAM refused during a run", () => {
  const denial = (role: string, session: string, action: string): Denial => ({
    principal: `arn:aws:sts::000000000000:assumed-role/${role}/${session}`,
    action,
    message: `${role}/${session} may not ${action}`,
  });

  it("is not told where S3 means that an object is not there", () => {
    const told: string[] = [];
    denialTeller(
      () => [denial("planner", "1", "s3:ListBucket")],
      (line) => told.push(line),
    )();
    expect(told).to.deep.equal([]);
  });

  it("is told once a role and action, when it is new", () => {
    const denials: Denial[] = [];
    const told: string[] = [];
    const tell = denialTeller(
      () => denials,
      (line) => told.push(line),
    );
    tell();
    denials.push(denial("worker", "1", "s3:GetObject"), denial("worker", "2", "s3:GetObject"));
    tell();
    denials.push(denial("worker", "1", "s3:PutObject"), denial("machine", "1", "s3:GetObject"));
    tell();
    tell();
    expect(told).to.deep.equal([
      "access denied: worker/1 may not s3:GetObject",
      "access denied: worker/1 may not s3:PutObject",
      "access denied: machine/1 may not s3:GetObject",
    ]);
  });
});
