import { expect } from "chai";
import { programRun } from "../testing/pulumi/program-run.ts";
import { json, type Registrations } from "../testing/pulumi/registrations.ts";
import { roleArn } from "../testing/pulumi/stand-in-provider.ts";
import { listedPrefixes } from "../workflow-kit/at-deploy/chunking.ts";
import { workflows } from "../workflows/declarations.ts";

describe("the program's rights", () => {
  let dev: Registrations;
  const hook = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:hook-a1B2c3";
  const machine = (name: string) => `arn:aws:states:eu-central-1:000000000000:stateMachine:${name}`;
  before(async () => {
    dev = await programRun({
      mode: "up",
      config: {
        consumableResources: { "orders-database": 20 },
        noticeSender: "Jobs <jobs@shop.example>",
        webhookSecret: hook,
      },
    });
  });

  it("functions: only their own actions on the tenants' file, the runs and the records", () => {
    const runs = "arn:aws:s3:::storage-platform-bucket/runs/*";
    const jobs = "arn:aws:batch:eu-central-1:000000000000:job/*";
    const looksAtJobs = { Effect: "Allow", Action: ["batch:DescribeJobs", "batch:ListJobs"], Resource: "*" };
    const prefixes = listedPrefixes(workflows).map((prefix) => `tenants/*/${prefix}`);
    expect(prefixes).to.include("tenants/*/originals/");
    const records = [
      {
        Effect: "Allow",
        Action: [
          "dynamodb:BatchGetItem",
          "dynamodb:ConditionCheckItem",
          "dynamodb:GetItem",
          "dynamodb:Query",
          "dynamodb:BatchWriteItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
        ],
        Resource: "arn:aws:Table:::storage-runs",
      },
      {
        Effect: "Allow",
        Action: "dynamodb:DeleteItem",
        Resource: "arn:aws:Table:::storage-runs",
        Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["workflow#*"] } },
      },
    ];
    // S3 answers 404 for a missing object only to those who may list.
    const absence = {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::storage-platform-bucket",
    };
    expect(statements(dev, "metadata").slice(0, -1)).to.deep.equal([
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::storage-platform-bucket/tenants.json",
      },
      { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: runs },
      absence,
      {
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: [
          "arn:aws:s3:::storage-data-bucket",
          "arn:aws:s3:::cafe-lumiere-catalogue-dev-000000000000-eu-central-1-an",
        ],
        Condition: { StringLike: { "s3:prefix": prefixes.length === 1 ? prefixes[0] : prefixes } },
      },
      ...records,
      { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: "arn:aws:lambda:::function:summary" },
      looksAtJobs,
    ]);
    expect(statements(dev, "summary").slice(0, -1)).to.deep.equal([
      { Effect: "Allow", Action: "s3:GetObject", Resource: runs },
      absence,
      ...records,
      looksAtJobs,
      { Effect: "Allow", Action: "batch:TerminateJob", Resource: jobs },
    ]);
  });

  it("functions: ask whether an execution of the stack's machines lives", () => {
    const executions = workflows.map(({ name }) => `${machine(name).replace("stateMachine", "execution")}:*`);
    const asks = { Effect: "Allow", Action: "states:DescribeExecution", Resource: executions };
    for (const name of ["metadata-executions", "summary-executions"])
      expect(statements(dev, name), name).to.deep.equal([asks]);
    expect(statements(dev, "stopped")).to.deep.include(asks);
  });

  it("broker: checks runs, jobs and proofs, learns instances, and assumes the tenant roles", () => {
    const items = (action: string, keys: string) => ({
      Effect: "Allow",
      Action: action,
      Resource: "arn:aws:Table:::storage-runs",
      Condition: {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [keys] },
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    });
    expect(statements(dev, "broker").slice(0, -1)).to.deep.equal([
      { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::storage-platform-bucket/runs/*" },
      items("dynamodb:GetItem", "run#*"),
      items("dynamodb:UpdateItem", "task#*"),
      { Effect: "Allow", Action: ["batch:DescribeComputeEnvironments", "batch:DescribeJobs"], Resource: "*" },
      // The table's ARN of this test has neither region nor account.
      {
        Effect: "Allow",
        Action: "ecs:DescribeContainerInstances",
        Resource: "arn:aws:ecs:::container-instance/*",
      },
    ]);
    const further = dev
      .all("RolePolicy")
      .filter(({ name, inputs }) => inputs.role === "broker-name" && name !== "broker");
    expect(further.flatMap(({ inputs }) => json(inputs.policy).Statement)).to.have.deep.members(
      workflows.map(({ name }) => ({
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Resource: roleArn(`${name}-tenant`),
      })),
    );
  });

  it("broker: asynchronous calls, which containers may make, do not pile up", () => {
    expect(dev.get("FunctionEventInvokeConfig", "broker").inputs).to.deep.include({
      maximumEventAgeInSeconds: 60,
      maximumRetryAttempts: 0,
    });
  });

  it("containers of stages: may call the broker, and have no other statement in any policy", () => {
    for (const { name } of workflows) {
      const policies = dev.all("RolePolicy").filter(({ inputs }) => inputs.role === `${name}-stage-name`);
      expect(
        policies.flatMap(({ inputs }) => json(inputs.policy).Statement),
        name,
      ).to.deep.equal([
        { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: "arn:aws:lambda:::function:broker" },
      ]);
    }
    expect(
      dev.all("RolePolicyAttachment").filter(({ inputs }) => /-stage/.test(String(inputs.role))),
    ).to.deep.equal([]);
  });

  it("tenant roles: trust the broker, and the containers from before it where the stack says so", () => {
    const by = (name: string) => ({ AWS: roleArn(name) });
    for (const { name } of workflows)
      expect(trustedBy(dev, name), name).to.deep.equal([by("broker"), by("broker"), by(`${name}-job`)]);
  });

  it("stopped-runs function: called for executions that did not reach their summary", () => {
    expect(json<object>(dev.get("EventRule", "stopped").inputs.eventPattern)).to.deep.equal({
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      detail: {
        status: ["ABORTED", "FAILED", "TIMED_OUT"],
        stateMachineArn: workflows.map(({ name }) => machine(name)),
      },
    });
    expect(dev.get("EventTarget", "stopped").inputs.arn).to.equal("arn:aws:lambda:::function:stopped");
    expect(dev.get("Permission", "stopped").inputs).to.include({
      principal: "events.amazonaws.com",
      sourceArn: "arn:aws:EventRule:::stopped",
    });
    expect(statements(dev, "stopped").map(({ Action }) => Action)).to.deep.include("batch:TerminateJob");
    expect(
      statements(dev, "stopped").find(({ Action }) => Action === "states:ListExecutions")?.Resource,
    ).to.have.members(workflows.map(({ name }) => machine(name)));
    expect(
      statements(dev, "stopped").find(({ Action }) => Action === "batch:TerminateJob")?.Resource,
    ).to.match(/^arn:aws:batch:[a-z0-9-]+:\d{12}:job\/\*$/);
  });

  it("stopped-runs function: what it failed on, or was not called for, goes to a queue of its own", () => {
    const Resource = "arn:aws:Queue:::stopped-dead-letters";
    expect(dev.get("FunctionEventInvokeConfig", "stopped").inputs).to.deep.include({
      destinationConfig: { onFailure: { destination: Resource } },
    });
    expect(dev.get("EventTarget", "stopped").inputs.deadLetterConfig).to.deep.equal({ arn: Resource });
    const send = { Effect: "Allow", Action: "sqs:SendMessage", Resource };
    expect(statements(dev, "stopped-dead-letters")).to.deep.equal([send]);
    expect(json(dev.get("QueuePolicy", "stopped-dead-letters").inputs.policy).Statement).to.deep.equal([
      {
        ...send,
        Principal: { Service: "events.amazonaws.com" },
        Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:EventRule:::stopped" } },
      },
    ]);
  });

  it("notices function: called for executions that ended and were not stopped", () => {
    expect(json<object>(dev.get("EventRule", "notices").inputs.eventPattern)).to.deep.equal({
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      detail: {
        status: ["SUCCEEDED", "FAILED", "TIMED_OUT"],
        stateMachineArn: workflows.map(({ name }) => machine(name)),
      },
    });
    expect(dev.get("EventTarget", "notices").inputs.arn).to.equal("arn:aws:lambda:::function:notices");
  });

  it("notices function: reads runs and tenants, writes what it told, and sends to the topic, from one address, by one secret", () => {
    const onItems = (Action: string[], keys: string[]) => ({
      ...{ Effect: "Allow", Action, Resource: "arn:aws:Table:::storage-runs" },
      Condition: {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys },
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    });
    expect(statements(dev, "notices").slice(0, -1)).to.deep.equal([
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: [
          "arn:aws:s3:::storage-platform-bucket/tenants.json",
          "arn:aws:s3:::storage-platform-bucket/runs/*",
        ],
      },
      { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::storage-platform-bucket" },
      onItems(["dynamodb:GetItem", "dynamodb:Query"], ["run#*", "notices#*"]),
      onItems(["dynamodb:BatchGetItem"], ["chunk#*"]),
      onItems(["dynamodb:PutItem", "dynamodb:UpdateItem"], ["notices#*"]),
      { Effect: "Allow", Action: "sns:Publish", Resource: "arn:aws:Topic:::alarms" },
      { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: "arn:aws:Key:::alarms" },
      {
        Effect: "Allow",
        Action: "ses:SendEmail",
        Resource: "arn:aws:ses:eu-central-1:000000000000:*",
        Condition: { StringEquals: { "ses:FromAddress": "jobs@shop.example" } },
      },
      { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: hook },
    ]);
  });

  it("no action is granted by a wildcard", () => {
    for (const { name, inputs } of dev.all("RolePolicy"))
      for (const { Action } of json(inputs.policy).Statement)
        expect([Action].flat().join(), name).not.to.contain("*");
  });
});

function trustedBy(program: Registrations, workflow: string) {
  const { assumeRolePolicy } = program.get("Role", `${workflow}-tenant`).inputs;
  return json(assumeRolePolicy).Statement.map(({ Principal }) => Principal);
}

function statements(program: Registrations, name: string) {
  return json(program.get("RolePolicy", name).inputs.policy).Statement;
}
