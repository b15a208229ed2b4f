import { rejection } from "@batchline/diagnostics/testing";
import type { PropertyMap } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { FakeDeployment } from "../testing/fake-deployment.ts";

describe("a name that is taken", () => {
  let fake: FakeDeployment;
  beforeEach(() => {
    fake = new FakeDeployment();
  });

  const trust = { assumeRolePolicy: "{}" };
  const cases: Readonly<Record<string, readonly [type: string, inputs: PropertyMap, message: RegExp]>> = {
    EntityAlreadyExists: [
      "aws:iam/role:Role",
      { ...trust, name: "r" },
      /^Role with name r already exists\.$/,
    ],
    RepositoryAlreadyExistsException: [
      "aws:ecr/repository:Repository",
      { name: "r" },
      /^The repository with name 'r' already exists in the registry with id '000000000000'$/,
    ],
    ConflictException: ["aws:scheduler/schedule:Schedule", { name: "s" }, /^Schedule s already exists\.$/],
    "InvalidLaunchTemplateName.AlreadyExistsException": [
      "aws:ec2/launchTemplate:LaunchTemplate",
      { name: "t" },
      /^Launch template name already in use\.$/,
    ],
  };
  for (const [code, [type, inputs, message]] of Object.entries(cases))
    it(`is refused as ${code}`, async () => {
      const first = await fake.existing(type, inputs);
      const error = await rejection(fake.existing(type, inputs));
      expect(error).to.have.property("code", code);
      expect(error.message).to.match(message);
      await fake.delete(first);
      await fake.existing(type, inputs);
    });

  it("is refused while the first resource is being created", async () => {
    const both = [fake.existing("aws:iam/role:Role", trust), fake.existing("aws:iam/role:Role", trust)];
    const settled = await Promise.allSettled(both);
    expect(settled.map(({ status }) => status)).to.deep.equal(["fulfilled", "rejected"]);
  });

  it("may be used elsewhere", async () => {
    const group = "aws:ec2/securityGroup:SecurityGroup";
    await fake.existing(group, { name: "g", vpcId: "vpc-1" });
    await fake.existing(group, { name: "g", vpcId: "vpc-2" });
    const error = await rejection(fake.existing(group, { name: "g", vpcId: "vpc-1" }));
    expect(error.message).to.equal("The security group 'g' already exists for VPC 'vpc-1'");
    const schedule = "aws:scheduler/schedule:Schedule";
    await fake.existing(schedule, { name: "s", groupName: "night" });
    await fake.existing(schedule, { name: "s" });
    await rejection(fake.existing(schedule, { name: "s", groupName: "default" }));
  });
});
