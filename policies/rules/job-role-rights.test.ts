import { expect } from "chai";
import { checkAll, type GivenInStack, unknown } from "../../testing/policies/checking.ts";
import { json, policyOf, roleOf } from "../../testing/policies/tenant-roles.ts";
import { jobDefinition, rolePolicyAttachment } from "../kit/resource-types.ts";
import { jobRoleRights as rule } from "./job-role-rights.ts";

describe("policy job-role-rights", () => {
  const arn = "arn:aws:iam::000000000000:role/shop-stage";
  const trust = json({
    Effect: "Allow",
    Principal: { Service: "ecs-tasks.amazonaws.com" },
    Action: "sts:AssumeRole",
  });
  const stage = roleOf("stage", trust);
  const container = (command: string) => ({ jobRoleArn: arn, command: [command] });
  const job = (props: object): GivenInStack => ({ type: jobDefinition, name: "fetch", props });
  const single = (command = "fetch") => job({ containerProperties: JSON.stringify(container(command)) });
  const invoke = {
    Effect: "Allow",
    Action: "lambda:InvokeFunction",
    Resource: "arn:aws:lambda:::function:b",
  };
  const read = { Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::runs/*" };
  const found = (definition: GivenInStack, ...statements: readonly object[]) =>
    checkAll(rule, [definition, stage, policyOf("stage", ...statements)]);

  it("a role that may only call a function: accepted", () => {
    expect(found(single(), invoke)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("any other right, in a policy of its own or an attached one: refused", () => {
    expect(found(single(), invoke, read).violations).to.deep.equal(["stage-policy: policy.Statement[1]"]);
    const all = { Effect: "Allow", NotAction: "iam:*", Resource: "*" };
    expect(found(single(), all).violations).to.deep.equal(["stage-policy: policy.Statement[0]"]);
    const policyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    const attached = { type: rolePolicyAttachment, name: "all", props: { role: "shop-stage", policyArn } };
    expect(checkAll(rule, [single(), stage, attached]).violations).to.deep.equal([`all: ${policyArn}`]);
  });

  it("a role of multi-node jobs: checked, too", () => {
    const nodeRangeProperties = [{ targetNodes: "0:", container: container("compare") }];
    const nodes = job({ nodeProperties: JSON.stringify({ numNodes: 2, nodeRangeProperties }) });
    expect(found(nodes, read).violations).to.have.length(1);
  });

  it("a planner, an exempt job, and roles of no job: accepted", () => {
    expect(found(single("--plan"), read).violations).to.deep.equal([]);
    expect(
      checkAll(rule, [single(), stage, policyOf("stage", read)], { exempt: ["fetch"] }).violations,
    ).to.deep.equal([]);
    expect(checkAll(rule, [stage, policyOf("stage", read)]).violations).to.deep.equal([]);
  });

  it("unknown containers and policies: unchecked", () => {
    expect(found(job({ containerProperties: unknown }), read).unchecked).to.deep.equal([
      "fetch: containerProperties",
    ]);
  });
});
