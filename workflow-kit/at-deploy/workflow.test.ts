import { expect } from "chai";
import { z } from "zod";
import { buildWorkflow } from "./build-workflow.ts";
import type { Workflow } from "./declaration.ts";
import { InvalidWorkflowError } from "./declaration-checks.ts";
import { tokenNames } from "./machine-parts.ts";
import { multiNodeMachine } from "./multi-node-machine.ts";
import { perTenant } from "./per-tenant.ts";
import { queueOf } from "./stage-queue.ts";
import { standardMachine } from "./standard-machine.ts";
import { hours, minutes, workflow } from "./workflow.ts";

const stage = { vcpus: 1, memoryMiB: 512, timeout: minutes(10) };

/** A workflow that is right but for what a test changes. */
const declare =
  (change: Partial<Pick<Workflow, "name" | "params" | "stages" | "schedule" | "share" | "machine">>) => () =>
    workflow<unknown, string>({
      name: "happy",
      params: z.unknown(),
      chunks: perTenant(),
      stages: { one: stage, two: { ...stage, needs: ["one"] } },
      schedule: { cron: "0 3 * * ? *", timezone: "Europe/Warsaw" },
      machine: (m) => void m.succeed("Done"),
      ...change,
    });

describe("declaring a workflow", () => {
  it("takes one that is right", () => {
    expect(declare({})).not.to.throw();
    expect(
      declare({ stages: { one: { ...stage, vcpus: 192, attempts: 10, timeout: hours(2) } } }),
    ).not.to.throw();
  });

  for (const name of ["", "Happy", "1st", "a".repeat(41), "a_b"]) {
    it(`refuses the name ${JSON.stringify(name)}`, () => {
      expect(declare({ name })).to.throw(InvalidWorkflowError, /: name: use 1–40 lower-case letters/);
    });
  }

  const refusals: [string, Partial<Workflow["stages"][string]>, RegExp][] = [
    ["a timeout under a minute", { timeout: 59 }, /stages\.one\.timeout: 59 is not .* use minutes\(…\)/],
    ["no CPU", { vcpus: 0 }, /stages\.one\.vcpus: 0 is not a whole number from 1 to 192/],
    ["half a CPU", { vcpus: 0.5 }, /stages\.one\.vcpus: 0\.5 is not .* fractions on Fargate only/],
    ["more CPUs than an instance has", { vcpus: 193 }, /stages\.one\.vcpus: 193/],
    ["memory in fractions", { memoryMiB: 0.5 }, /stages\.one\.memoryMiB/],
    ["half a GPU", { gpus: 0.5 }, /stages\.one\.gpus: 0\.5 is not a whole number from 0 to 16/],
    ["one node", { nodes: 1 }, /stages\.one\.nodes: 1 is not .* remove it for one container for each chunk/],
    ["nodes with GPUs", { nodes: 2, gpus: 1 }, /stages\.one\.nodes: a stage has nodes or gpus, not both/],
    ["eleven attempts", { attempts: 11 }, /stages\.one\.attempts: 11 is not a whole number from 1 to 10/],
    [
      "a need that is no stage",
      { needs: ["three"] },
      /stages\.one\.needs: unknown stage "three"; the stages are one, two/,
    ],
    ["a need twice", { needs: ["two", "two"] }, /stages\.one\.needs: name each stage once/],
    ["stages that wait for each other", { needs: ["two"] }, /stages: one, two wait for each other/],
    ["a stage that waits for itself", { needs: ["one"] }, /stages: one, two wait for each other/],
  ];
  for (const [what, change, message] of refusals) {
    it(`refuses ${what}`, () => {
      const stages = { one: { ...stage, ...change }, two: { ...stage, needs: ["one"] } };
      expect(declare({ stages })).to.throw(InvalidWorkflowError, message);
    });
  }

  it("refuses no stages, and stages whose names AWS would refuse", () => {
    expect(declare({ stages: {} })).to.throw("stages: declare at least one stage");
    expect(declare({ stages: { "a b": stage } })).to.throw(
      "stages.a b: name it with 1–30 lower-case letters",
    );
  });

  it("refuses a share that Batch has no weight for", () => {
    expect(declare({ share: 0.01 })).not.to.throw();
    for (const share of [0, 10_001, Number.NaN])
      expect(declare({ share })).to.throw(`share: ${share} is not a number from 0.01 to 5000`);
  });

  it("refuses a schedule with five fields or in no time zone", () => {
    const schedule = { cron: "0 3 * * *", timezone: "Europe/Warsawa" };
    expect(declare({ schedule })).to.throw(
      InvalidWorkflowError,
      /schedule\.cron.*six fields.*\n.*schedule\.timezone.*Warsawa/,
    );
  });

  it("refuses a parameter of the name that tenants' own schedules have", () => {
    const params = z.strictObject({ schedule: z.string() });
    expect(declare({ params })).to.throw(
      InvalidWorkflowError,
      /: params\.schedule: tenants' own schedules use this key/,
    );
  });

  it("lists everything that is wrong, each with the workflow's name", () => {
    const wrong = declare({ name: "WRONG", stages: { one: { ...stage, vcpus: -1, timeout: 1 } } });
    expect(wrong).to.throw(InvalidWorkflowError).with.property("problems").that.has.length(3);
    expect(wrong).to.throw(
      /^workflow "WRONG": name.*\nworkflow "WRONG": stages\.one\.vcpus.*\nworkflow "WRONG"/,
    );
  });
});

describe("a declared workflow", () => {
  const two = { one: stage, two: { ...stage, gpus: 1, needs: ["one"] } };
  const nodes = { one: { ...stage, nodes: 2 } };
  for (const [what, one] of [
    ["with a chain of stages", declare({ stages: two, machine: standardMachine })()],
    ["with nodes", declare({ stages: nodes, machine: multiNodeMachine })()],
  ] as const) {
    it(`${what} builds, and has a token for each function, each queue that it uses and each stage`, () => {
      const { tokens, definition, permissionsOnOthers, startsItself } = buildWorkflow(one);
      const { metadataFunction, summaryFunction, jobQueue, jobDefinition } = tokenNames;
      expect(tokens).to.have.members([
        metadataFunction,
        summaryFunction,
        ...new Set(Object.values(one.stages).map((stage) => jobQueue(queueOf(stage)))),
        ...Object.keys(one.stages).map(jobDefinition),
      ]);
      const values = Object.fromEntries(
        tokens.map((token) => [token, `arn:aws:x:eu-central-1:1:${token}:1`]),
      );
      expect(JSON.parse(definition(values))).to.include({
        QueryLanguage: "JSONata",
        StartAt: "Plan in turn",
      });
      const jobs = ["batch:DescribeJobs", "batch:SubmitJob", "batch:TerminateJob"];
      const rule = ["events:DescribeRule", "events:PutRule", "events:PutTargets"];
      expect(permissionsOnOthers(values).flatMap(({ Action }) => Action)).to.have.members([
        ...jobs,
        // A multi-node job is looked at, since Step Functions cannot wait for its event.
        ...(startsItself ? [] : rule),
        "lambda:InvokeFunction",
      ]);
    });
  }
});
