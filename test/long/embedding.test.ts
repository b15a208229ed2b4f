import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { must } from "@batchline/diagnostics";
import type { EmbeddedAws } from "@batchline/embedded-aws";
import { expect } from "chai";
import { runRights } from "../../cli/doctor/command-rights.ts";
import { declaredStack } from "../../cli/doctor/declared-stack.ts";
import type { CheckedFinding } from "../../cli/doctor/examine.ts";
import { examineStack } from "../../cli/doctor/examine-stack.ts";
import { reproduceStage } from "../../cli/reproduce/reproduce-stage.ts";
import { runOn } from "../../cli/run/run-on.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import { findRun } from "../../runs/records/find-run.ts";
import { chosenStage } from "../../runs/reproduce/chosen-stage.ts";
import { deployedLimits } from "../../runs/reproduce/deployed-limits.ts";
import { plannedChunk } from "../../runs/reproduce/planned-chunk.ts";
import { recordReproduction } from "../../runs/reproduce/record-reproduction.ts";
import { openStack } from "../../runs/stack/stack.ts";
import { fixtureProgram } from "../../testing/checkout.ts";
import { captured } from "../../testing/cli/in-process.ts";
import { greetings } from "../../testing/programs/embedding/workflows/greetings/workflow.ts";
import { json, type Policy } from "../../testing/pulumi/registrations.ts";
import { waitFor } from "../../testing/worker/wait-for.ts";
import {
  beyondReproducing,
  crossings,
  type EndedRun,
  operating,
  reading,
  readingMapRuns,
  reproducing,
} from "../embedding/calls.ts";
import { deployEmbeddingStack, type EmbeddingStack } from "../embedding/embedding-stack.ts";
import { type Calls, denied, Person } from "../embedding/person.ts";
import { weakerPolicies } from "../embedding/weaker-policies.ts";

describe("another team's program", function () {
  this.timeout(180_000);
  let stack: EmbeddingStack;
  /** Reads only. */
  let support: Person;
  /** Reads and operates. */
  let operator: Person;
  /** Reads and reproduces. */
  let developer: Person;
  let run: EndedRun;
  let account: Person;

  before(async () => {
    stack = await deployEmbeddingStack();
    account = new Person(stack.aws.clientConfig);
    support = new Person(await stack.as("support"));
    operator = new Person(await stack.as("operator"));
    developer = new Person(await stack.as("developer"));
  });
  after(async () => {
    for (const person of [account, support, operator, developer]) person?.leave();
    await stack?.stop();
  });

  const named = (type: string, name: string) => {
    const found = stack.resources.filter((each) => each.type.endsWith(`:${type}`) && each.name === name);
    expect(found, `${type} ${name}`).to.have.length(1);
    return must(found[0], "there is one");
  };
  const item = async (Key: Record<string, string>) =>
    (
      await account.records.send(
        new GetCommand({ TableName: stack.outputs.table, Key, ConsistentRead: true }),
      )
    ).Item;
  const free = () => waitFor(async () => (await item(tableKeys.lock("greetings"))) === undefined);

  it("deploys without a warning, into its own VPC", () => {
    expect(stack.diagnostics).to.deep.equal([]);
    const [vpc, ...others] = stack.resources.filter(({ type }) => type === "aws:ec2/vpc:Vpc");
    expect([vpc?.name, others]).to.deep.equal(["shop", []]);
    expect(named("SecurityGroup", "network-workers").inputs.vpcId).to.equal(vpc?.id);
  });

  it("runs its workflow in its own image, started and followed by an operator, with no right refused", async () => {
    const target = {
      option: "--stack dev",
      client: await stack.as("operator"),
      outputs: stack.outputs,
      pollMs: 50,
    };
    const { signal } = new AbortController();
    const { status, stdout, stderr } = await captured(() =>
      runOn(openStack(target, [greetings]), [greetings], { json: true, signal, goesOn: true }),
    );
    expect(status, stderr).to.equal(0);
    const { runId, executionArn, tenants } = JSON.parse(stdout);
    expect(tenants).to.have.length(1);
    expect(tenants[0]).to.include({ tenant: "acme", status: "SUCCEEDED" });
    const { attempt, logStream } = (await item(tableKeys.chunk("greetings", runId, 0, "greet"))) ?? {};
    const Key = `tenants/acme/runs/greetings/${runId}/00000000/greet/${attempt}/greeting.txt`;
    const object = await account.s3.send(new GetObjectCommand({ Bucket: stack.outputs.dataBucket, Key }));
    expect(await object.Body?.transformToString()).to.equal("Hello Ada");
    expect(stack.aws.identity.denials).to.deep.equal([]);
    // The doctor's table has just these.
    expect(stack.askedBy("operator")).to.have.members(runRights.flatMap(({ actions }) => actions));
    run = { runId, executionArn, logStream, greeting: Key };
  });

  describe("batchline doctor", () => {
    const examine = async (client: EmbeddedAws["clientConfig"]) => {
      const declared = await declaredStack(fixtureProgram("embedding"), "dev", [greetings]);
      const { signal } = new AbortController();
      const options = { json: true, signal, onStep: () => {} };
      const { status, stdout } = await captured(() =>
        examineStack({ ...declared, client, outputs: stack.outputs }, options),
      );
      const { findings, ...head } = JSON.parse(stdout);
      return { status, head, findings: findings as CheckedFinding[] };
    };

    it("an account without faults: exit code 0, and notes for services that the embedded AWS lacks", async () => {
      const { status, head, findings } = await examine(stack.aws.clientConfig);
      expect([status, head]).to.deep.equal([0, { stack: "dev", region: "eu-central-1", wrong: 0 }]);
      const statusOf = Object.fromEntries(findings.map(({ check, status }) => [check, status]));
      expect(statusOf).to.include({ caller: "ok", deployment: "ok", queues: "ok", backup: "ok" });
      expect(statusOf).to.include({ "service-roles": "note", "cost-tags": "note", schedules: "note" });
    });

    it("a caller who may do little: exit code 1, a line for each check that lacks a right", async () => {
      const { status, findings } = await examine(await stack.as("operator"));
      expect(status).to.equal(1);
      const denied = findings.filter(({ status }) => status === "wrong");
      expect(denied.map(({ check, what }) => `${check} ${what.split(" ").at(-1)}`)).to.include.members([
        "instance-image batch:DescribeJobQueues",
        "backup dynamodb:DescribeContinuousBackups",
      ]);
    });
  });

  /** Takes away one part of the role's policy after the other. Each time some of `calls` must be denied. */
  async function eachPartIsNeeded(policyName: string, person: Person, calls: Calls): Promise<void> {
    const { inputs, outputs } = named("RolePolicy", policyName);
    const { identity } = stack.aws;
    const put = (policy: Policy) =>
      identity.putRolePolicy(String(inputs.role), String(outputs.name), JSON.stringify(policy));
    const policy = json(inputs.policy);
    const weaker = Object.entries(weakerPolicies(policy));
    expect(weaker.length).to.be.greaterThan(1);
    for (const [missing, rest] of weaker) {
      put(rest);
      expect(await denied(person, calls), `without ${missing}`).not.to.deep.equal([]);
    }
    put(policy);
    expect(await denied(person, calls)).to.deep.equal([]);
  }

  describe("grantRead", () => {
    it("lets a role read runs, records and logs", async () => {
      const calls = reading(stack.outputs, run);
      for (const [title, call] of Object.entries(calls)) {
        const answer = await call(support).catch((cause) => expect.fail(`${title}: ${cause}`));
        if (/^(finds|reads|lists)/.test(title))
          expect(
            Object.values(answer as object).some((value) => Array.isArray(value) && value.length > 0),
            title,
          ).to.equal(true);
      }
    });

    it("grants nothing without need", () =>
      eachPartIsNeeded("batchline-read", support, {
        ...reading(stack.outputs, run),
        ...Object.fromEntries(
          Object.entries(readingMapRuns(run)).map(([title, call]) => [`of chunks: ${title}`, call]),
        ),
      }));

    it("grants nothing else", async () => {
      const tenantRole = String(named("Role", "greetings-tenant").outputs.arn);
      const others = { ...crossings(stack.outputs, run, tenantRole), ...operating(stack.outputs, run) };
      expect(await denied(support, others)).to.have.members(Object.keys(others));
      // The account may: so it is the role that is refused.
      expect(await denied(account, { starts: must(others.starts, "it is one of them") })).to.deep.equal([]);
    });
  });

  describe("grantOperate", () => {
    const start = async (name: string, input: object) => {
      const stateMachineArn = stack.outputs.stateMachines.greetings;
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
      return (await operator.sfn.send(command)).executionArn;
    };

    it("lets a role stop a run and rerun it, by the role's name", async () => {
      const greeting = stack.holdGreetings();
      const executionArn = await start("to-be-stopped", { tenants: ["acme"] });
      await greeting.asked;
      await operator.sfn.send(new StopExecutionCommand({ executionArn }));
      await waitFor(
        async () => (await item(tableKeys.run("greetings", "to-be-stopped")))?.status === "FAILED",
      );
      await free();
      greeting.release();
      await start("rerun", { resume: "to-be-stopped" });
      await waitFor(
        async () => (await item(tableKeys.run("greetings", "to-be-stopped")))?.status === "SUCCEEDED",
      );
    });

    it("grants nothing without need", () =>
      eachPartIsNeeded("batchline-operate", operator, operating(stack.outputs, run)));

    it("grants nothing else, also together with grantRead", async () => {
      const tenantRole = String(named("Role", "greetings-tenant").outputs.arn);
      const others = crossings(stack.outputs, run, tenantRole);
      expect(await denied(operator, others)).to.have.members(Object.keys(others));
    });
  });

  describe("grantReproduce", () => {
    it("lets a role run a stage again on its machine, which finds what the stage read", async () => {
      const { outputs } = stack;
      const target = { option: "--stack dev", client: await stack.as("developer"), outputs, pollMs: 50 };
      const deployed = openStack(target, [greetings]);
      const opened = await findRun(deployed, run.runId);
      const chosen = await chosenStage(opened, { tenant: "acme", stage: "greet" });
      await recordReproduction(opened, chosen.record);
      const chunk = await plannedChunk(opened, 0);
      const limits = await deployedLimits(deployed, chosen.record);
      const dir = await mkdtemp(join(tmpdir(), "reproduced-"));
      const { signal } = new AbortController();
      const lines: string[] = [];
      const reproduced = await reproduceStage(opened, dir, {
        ...{
          root: fixtureProgram("embedding"),
          stack: "dev",
          workflow: greetings,
          chosen,
          chunk,
          limits,
          signal,
        },
        onStep: () => {},
        onEvents: (events) => lines.push(...events.map(({ message }) => message)),
      });
      deployed.clients.destroy();
      await rm(dir, { recursive: true });
      expect(reproduced.record, lines.join("\n")).to.deep.include({ status: "SUCCEEDED", tenant: "acme" });
      expect(lines.join()).to.contain("started");
      const { reproductions } = (await item(tableKeys.run("greetings", run.runId))) ?? {};
      expect(reproductions).to.have.length(1);
      expect(reproductions[0].by).to.contain("/developer-");
    });

    it("grants nothing without need", () =>
      eachPartIsNeeded("batchline-reproduce", developer, reproducing(stack.outputs, run)));

    it("grants nothing else, also together with grantRead", async () => {
      const others = beyondReproducing(stack.outputs, run);
      expect(await denied(developer, others)).to.have.members(Object.keys(others));
    });
  });
});
