import { unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { json, type Registrations } from "../../testing/pulumi/registrations.ts";
import { variants } from "../../testing/pulumi/variants.ts";

/** Of `nightly`, that of tenants in New York. */
const ownSchedule = "nightly-at-7cdb1e";

describe("Workflow", () => {
  let preview: Registrations;
  let up: Registrations;
  before(async function () {
    this.timeout(60_000);
    preview = await variants("preview");
    up = await variants("up");
  });

  it("definition: deployed ARNs for its tokens, and no others", () => {
    expect(json<object>(up.get("StateMachine", "nightly").inputs.definition)).to.deep.equal({
      StartAt: "Plan",
      values: {
        fetch: "arn:aws:JobDefinition:::ecr-fetch:3",
        plan: "arn:aws:lambda:::function:greet:3",
        queue: "arn:aws:JobQueue:::mixed",
      },
    });
  });

  it("rights: those of the machine, logs and traces", () => {
    const [derived, ...observability] = json(up.get("RolePolicy", "nightly").inputs.policy).Statement;
    expect(derived).to.deep.equal({
      Effect: "Allow",
      Action: ["lambda:InvokeFunction"],
      Resource: ["arn:aws:lambda:::function:greet:3"],
    });
    const actions = observability.flatMap(({ Action }) => Action as string[]);
    expect(actions).to.satisfy((all: string[]) => all.every((action) => /^(logs|xray):\w+$/.test(action)));
  });

  it("logs: failures without data, into a group with the vended prefix", () => {
    expect(up.get("StateMachine", "nightly").inputs).to.deep.include({
      type: "STANDARD",
      roleArn: "arn:aws:iam::000000000000:role/nightly",
      loggingConfiguration: {
        level: "ERROR",
        includeExecutionData: false,
        logDestination: "arn:aws:LogGroup:::nightly:*",
      },
      tracingConfiguration: { enabled: true },
      tags: { workflow: "nightly" },
    });
    expect(up.get("LogGroup", "nightly").inputs).to.deep.equal({
      name: "/aws/vendedlogs/states/variants-dev-nightly",
      retentionInDays: 30,
    });
  });

  it("its deletion waits for the states of executions", () => {
    expect(up.get("StateMachine", "nightly").options.customTimeouts).to.deep.equal({ delete: "60m" });
  });

  it("rights: in place before Step Functions checks them", () => {
    expect(up.dependencies(up.get("StateMachine", "nightly"))).to.include("RolePolicy nightly");
  });

  it("previews while the ARNs are unknown", () => {
    expect(preview.get("StateMachine", "nightly").inputs.definition).to.equal(unknown);
    expect(preview.get("RolePolicy", "nightly").inputs.policy).to.equal(unknown);
  });

  it("no schedule if none is declared", () => {
    expect(up.all("Schedule").map(({ name }) => name)).to.have.members([
      "nightly-schedule",
      ownSchedule,
      "spreading-schedule",
      "run-ages",
    ]);
  });

  describe("whose machine starts executions of itself", () => {
    const arn = "arn:aws:states:eu-central-1:000000000000:stateMachine:spreading";
    const executions = arn.replace("stateMachine", "execution");

    it("gets rights on that machine only, after the machine", () => {
      const itself = up.get("RolePolicy", "spreading-itself");
      expect(json(itself.inputs.policy).Statement).to.deep.equal([
        {
          Effect: "Allow",
          Action: ["states:DescribeExecution", "states:RedriveExecution", "states:StopExecution"],
          Resource: [`${executions}/*`, `${executions}:*`],
        },
        { Effect: "Allow", Action: ["states:StartExecution"], Resource: [arn] },
      ]);
      expect(up.dependencies(itself)).to.include("StateMachine spreading");
      expect(up.dependencies(up.get("StateMachine", "spreading")))
        .to.include("RolePolicy spreading")
        .and.not.include("RolePolicy spreading-itself");
    });

    it("all rights are in place before its schedule", () => {
      expect(json(up.get("RolePolicy", "spreading").inputs.policy).Statement[0]).to.deep.equal({
        Effect: "Allow",
        Action: ["lambda:InvokeFunction"],
        Resource: ["arn:aws:lambda:::function:greet", "arn:aws:lambda:::function:greet:*"],
      });
      expect(up.dependencies(up.get("Schedule", "spreading-schedule"))).to.include(
        "RolePolicy spreading-itself",
      );
    });

    it("previews while its ARN is unknown; others need no such policy", () => {
      expect(preview.get("RolePolicy", "spreading-itself").inputs.policy).to.equal(unknown);
      expect(up.all("RolePolicy").filter(({ name }) => name.endsWith("-itself"))).to.have.length(1);
    });
  });
});

describe("WorkflowSchedule", () => {
  let up: Registrations;
  before(async function () {
    this.timeout(60_000);
    up = await variants("up");
  });

  it("cron and time zone; retries for an hour, then the dead-letter queue", () => {
    expect(up.get("Schedule", "nightly-schedule").inputs).to.deep.equal({
      description: "For tenants that have no schedule of their own",
      scheduleExpression: "cron(0 3 * * ? *)",
      scheduleExpressionTimezone: "Europe/Warsaw",
      flexibleTimeWindow: { mode: "OFF" },
      state: "DISABLED",
      target: {
        arn: "arn:aws:states:eu-central-1:000000000000:stateMachine:nightly",
        roleArn: "arn:aws:iam::000000000000:role/nightly-schedule",
        input: '{"schedule":"default","scheduledAt":"<aws.scheduler.scheduled-time>"}',
        retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
        deadLetterConfig: { arn: "arn:aws:Queue:::nightly-schedule-dead-letters" },
      },
    });
    expect(up.get("Queue", "nightly-schedule-dead-letters").inputs).to.deep.equal({
      sqsManagedSseEnabled: true,
      messageRetentionSeconds: 1_209_600,
    });
  });

  it("tenants' own schedules: a resource each, with the same role and queue", () => {
    const { inputs } = up.get("Schedule", ownSchedule);
    const first = up.get("Schedule", "nightly-schedule").inputs;
    expect(inputs).to.deep.equal({
      ...first,
      description: "For tenants that have this schedule of their own",
      scheduleExpression: "cron(0 5 * * ? *)",
      scheduleExpressionTimezone: "America/New_York",
      target: {
        ...(first.target as object),
        input: '{"schedule":"0 5 * * ? * America/New_York","scheduledAt":"<aws.scheduler.scheduled-time>"}',
      },
    });
    const queues = up.all("Queue").filter(({ name }) => name.startsWith("nightly"));
    expect(queues).to.have.length(1);
  });

  it("rights: start the state machine and send to the queue", () => {
    expect(json(up.get("RolePolicy", "nightly-schedule").inputs.policy).Statement).to.deep.equal([
      {
        Effect: "Allow",
        Action: "states:StartExecution",
        Resource: "arn:aws:states:eu-central-1:000000000000:stateMachine:nightly",
      },
      {
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: "arn:aws:Queue:::nightly-schedule-dead-letters",
      },
    ]);
    expect(json(up.get("Role", "nightly-schedule").inputs.assumeRolePolicy).Statement[0]).to.deep.include({
      Principal: { Service: "scheduler.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    });
  });
});
