import { expect } from "chai";
import { examined, lines } from "../../../testing/doctor/examined.ts";
import { simulated } from "../../../testing/doctor/simulated.ts";
import { backup } from "./backup.ts";
import { permissions } from "./permissions.ts";

const check = permissions([backup]);
/** Three commands stand for all: on the platform, anywhere, and on names. */
const some = (found: readonly string[]) =>
  found.filter((line) => /npx (batchline (run <workflow>|doctor)|pulumi up)/.test(line));
const role = "arn:aws:iam::123456789012:role/people/operator";

describe("doctor: permissions", () => {
  it("an administrator: every command is allowed", async () => {
    expect(some(await lines(check, { answers: simulated(/^$/) }))).to.deep.equal([
      "ok npx batchline run <workflow> --stack <name>: allowed",
      "ok npx batchline doctor: allowed",
      "ok npx pulumi up: allowed",
    ]);
  });

  it("a right that run lacks: wrong, with the role; rights to deploy: a note once the stack is deployed", async () => {
    const answers = simulated(/^states:StartExecution$|^iam:CreateRole$/);
    const { findings } = await examined(check, { answers });
    expect(some(findings.map(({ status, what }) => `${status} ${what}`))).to.deep.equal([
      "wrong npx batchline run <workflow> --stack <name>: the caller lacks states:StartExecution",
      "ok npx batchline doctor: allowed",
      "note npx pulumi up: the caller lacks iam:CreateRole",
    ]);
    expect(findings[0]?.fix).to.contain(role);
    expect(some(await lines(check, { answers, subject: { outputs: undefined } }))).to.deep.equal([
      "note npx batchline run <workflow> --stack <name>: not checked before the stack is deployed",
      "ok npx batchline doctor: allowed",
      "wrong npx pulumi up: the caller lacks iam:CreateRole",
    ]);
  });

  it("an action that IAM does not answer: not known to be allowed", async () => {
    const answers = { SimulatePrincipalPolicy: (text: string) => text.replace(/<member>.*<\/member>/s, "") };
    const { findings } = await examined(check, { answers });
    const statuses = some(findings.map(({ status, what }) => `${status} ${what}`));
    expect(statuses.map((line) => line.split(" ")[0])).to.deep.equal(["wrong", "wrong", "note"]);
  });

  it("actions that IAM refuses in one request: asked about apart", async () => {
    const { SimulatePrincipalPolicy: answer } = simulated(/^ecr:PutImage$/);
    const SimulatePrincipalPolicy = (text: string, request: string) => {
      const actions = [...new URLSearchParams(request)].filter(([name]) => name.startsWith("ActionNames."));
      const ofBatch = actions.filter(([, action]) => action.startsWith("batch:"));
      if (ofBatch.length > 0 && ofBatch.length < actions.length)
        return {
          code: "InvalidInput",
          message:
            "Invalid Input Actions: [batch:a] and [ecr:b] require different authorization information.",
        };
      return typeof answer === "function" ? answer(text, request) : text;
    };
    expect(some(await lines(check, { answers: { SimulatePrincipalPolicy } }))).to.deep.equal([
      "ok npx batchline run <workflow> --stack <name>: allowed",
      "ok npx batchline doctor: allowed",
      "note npx pulumi up: the caller lacks ecr:PutImage",
    ]);
  });

  it("rights: asked about on the platform's own resources, and on names of the stack", async () => {
    const asked: string[] = [];
    const SimulatePrincipalPolicy = (text: string, request: string) => {
      const form = new URLSearchParams(request);
      expect(form.get("PolicySourceArn")).to.equal(role);
      asked.push(`${form.get("ActionNames.member.1")} ${form.get("ResourceArns.member.1")}`);
      return text;
    };
    await examined(check, { answers: { SimulatePrincipalPolicy } });
    const machine = "arn:aws:states:eu-central-1:123456789012";
    expect(asked).to.include.members([
      `states:StartExecution ${machine}:stateMachine:catalog-import`,
      `states:DescribeExecution ${machine}:execution:catalog-import:*`,
      "iam:CreateRole arn:aws:iam::123456789012:role/batchline-dev-any",
      "iam:CreateInstanceProfile arn:aws:iam::123456789012:instance-profile/batchline-dev-any",
      "dynamodb:BatchGetItem arn:aws:dynamodb:eu-central-1:123456789012:table/runs",
    ]);
  });

  it("the root user, and who IAM cannot simulate: a note", async () => {
    const as = (arn: string) => ({
      GetCallerIdentity: (text: string) => text.replace(/<Arn>.*<\/Arn>/, `<Arn>${arn}</Arn>`),
    });
    for (const arn of ["arn:aws:iam::123456789012:root", "arn:aws:sts::123456789012:federated-user/ada"]) {
      const { findings } = await examined(check, { answers: as(arn) });
      expect(findings.map(({ status }) => status)).to.deep.equal(["note"]);
    }
  });
});
