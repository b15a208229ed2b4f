import { expect } from "chai";
import { FakeDeployment } from "../../testing/fake-deployment.ts";

describe("resources of IAM in a deployment", () => {
  let fake: FakeDeployment;
  beforeEach(() => {
    fake = new FakeDeployment();
  });

  it("creates a role with its inline and managed policies", async () => {
    const { id, outputs } = await fake.create("aws:iam/role:Role", {
      name: "worker",
      path: "/jobs/",
      assumeRolePolicy: { Statement: [] },
      maxSessionDuration: 7200,
      inlinePolicies: [{ name: "inline", policy: "{}" }],
      managedPolicyArns: ["arn:aws:iam::aws:policy/KnownPolicy"],
    });
    expect(id).to.equal("worker");
    expect(outputs).to.include({ name: "worker", arn: "arn:aws:iam::000000000000:role/jobs/worker" });
    expect(fake.made).to.deep.equal([
      [
        "putRole",
        {
          name: "worker",
          arn: "arn:aws:iam::000000000000:role/jobs/worker",
          trust: '{"Statement":[]}',
          maxSessionSeconds: 7200,
        },
      ],
      ["putRolePolicy", "worker", "inline", "{}"],
      ["attachPolicy", "worker", "arn:aws:iam::aws:policy/KnownPolicy"],
    ]);
    expect(fake.warnings).to.deep.equal([]);
  });

  it("attaches a policy of the program's own by its document", async () => {
    const { id } = await fake.create("aws:iam/policy:Policy", { name: "read", policy: '{"a":1}' });
    expect(id).to.equal("arn:aws:iam::000000000000:policy/read");
    await fake.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "r", policyArn: id });
    expect(fake.made).to.deep.equal([
      ["putPolicy", id, '{"a":1}'],
      ["attachPolicy", "r", id],
    ]);
  });

  it("warns about a managed policy that grants nothing here", async () => {
    const policyArn = "arn:aws:iam::aws:policy/Obscure";
    await fake.create("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "r", policyArn });
    expect(fake.warnings).to.deep.equal([
      `thing: the embedded AWS does not know the policy ${policyArn}: attached, it grants nothing here`,
    ]);
  });

  it("names a service-linked role after its service", async () => {
    const { outputs } = await fake.create("aws:iam/serviceLinkedRole:ServiceLinkedRole", {
      awsServiceName: "batch.amazonaws.com",
    });
    expect(outputs).to.include({
      name: "AWSServiceRoleForBatch",
      arn: "arn:aws:iam::000000000000:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch",
    });
  });
});
