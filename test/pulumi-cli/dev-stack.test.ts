import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { must } from "@batchline/diagnostics";
import { rejection } from "@batchline/diagnostics/testing";
import { eventually, type Service } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { runOn } from "../../cli/run/run-on.ts";
import { openStack } from "../../runs/stack/stack.ts";
import type { StackOutputs } from "../../runs/stack/target.ts";
import { captured } from "../../testing/cli/in-process.ts";
import { resultsIn, sampleImport } from "../../testing/sample-import.ts";
import { catalogImport } from "../../workflows/catalog-import/workflow.ts";
import { changes, sorted } from "./described-steps.ts";
import { RealStack } from "./real-stack.ts";

/** Each test continues with the stack that the one before it left. */
describe("Pulumi's own engine, with the stack dev", () => {
  let stack: RealStack;
  /** Functions wait for the table of runs until it resolves, so that a run stays under way. */
  let tableAnswers = Promise.resolve();
  const slowTable = (service: Service): Service => ({
    ...service,
    handle: async (request) => {
      if (service.signingName === "dynamodb") await tableAnswers;
      return service.handle(request);
    },
  });
  before(async () => {
    stack = await RealStack.start({
      stack: "dev",
      own: ["index.ts", "config", "workflows"],
      intercept: slowTable,
    });
  });
  after(() => stack?.stop());

  const set = (key: string, value: string) => stack.command("config", "set", "--stack", "dev", key, value);
  const inProject = (...path: readonly string[]) => join(stack.project.root, ...path);

  /** Deploys, and checks that the embedded engine planned the same. */
  async function deployed() {
    const plan = await stack.planOfEmbeddedEngine();
    const up = await stack.perform("up");
    expect(up.errors).to.deep.equal([]);
    expect(sorted(plan)).to.deep.equal(sorted(up.steps));
    return up;
  }

  let imported: StackOutputs;
  it("creates everything", async () => {
    const { steps, outputs } = await deployed();
    imported = outputs as unknown as StackOutputs;
    expect(new Set(steps.map(({ operation }) => operation))).to.deep.equal(new Set(["create"]));
    expect(changes(steps).length).to.be.greaterThan(100);
    expect(Object.keys(outputs)).to.include.members(["stateMachines", "jobQueues", "table", "dataBucket"]);
  });

  it("imports the sample tenants' catalogues right after it, as npm start does", async () => {
    const target = { option: "--stack dev", client: stack.aws.clientConfig, outputs: imported, pollMs: 250 };
    const { signal } = new AbortController();
    const { status, stdout, stderr } = await captured(() =>
      runOn(openStack(target, [catalogImport]), [catalogImport], { json: true, signal, goesOn: true }),
    );
    expect(status, stderr).to.equal(0);
    expect(resultsIn(stdout)).to.deep.equal(sampleImport);
  });

  it("has nothing to do the second time", async () => {
    expect(changes((await deployed()).steps)).to.deep.equal([]);
  });

  it("updates an environment in place when its vCPU cap changes", async () => {
    await set("maxVcpus", "32");
    expect(changes((await deployed()).steps)).to.deep.equal(["update ComputeEnvironment compute-spot"]);
  });

  it("updates the environments in place when the launch template has a new version", async () => {
    await set("diskGiB", "80");
    const { steps } = await deployed();
    expect(changes(steps).toSorted()).to.deep.equal([
      "update ComputeEnvironment compute-spot",
      "update ComputeEnvironment on-demand-nodes",
      "update LaunchTemplate compute-instances",
      "update LaunchTemplate on-demand-instances",
    ]);
  });

  /** Blue/green. */
  const switched = [
    "create-replacement ComputeEnvironment compute-spot",
    "replace ComputeEnvironment compute-spot",
    "create-replacement Sleep compute-spot-settled",
    "replace Sleep compute-spot-settled",
    "update JobQueue compute",
    "delete-replaced Sleep compute-spot-settled",
    "delete-replaced ComputeEnvironment compute-spot",
  ];

  it("switches the queue to a new environment when it becomes a Spot Fleet, then deletes the old one", async () => {
    await set("spotAllocation", "BEST_FIT");
    expect(changes((await deployed()).steps)).to.deep.equal([
      "create Role compute-spot-fleet",
      "create RolePolicyAttachment compute-spot-fleet",
      ...switched,
    ]);
  });

  it("switches to a new Spot Fleet when the launch template has a new version", async () => {
    await set("diskGiB", "60");
    const steps = changes((await deployed()).steps);
    expect(steps.filter((step) => / compute-spot(-settled)?$| JobQueue /.test(step))).to.deep.equal(switched);
  });

  it("creates an added tenant's bucket before the tenant is deployed", async () => {
    const text = await readFile(inProject("tenants", "cafe-lumiere.yaml"), "utf8");
    await writeFile(
      inProject("tenants", "grove-garden.yaml"),
      text.replaceAll("cafe-lumiere", "grove-garden"),
    );
    const { steps, outputs } = await deployed();
    const order = changes(steps);
    expect(order.indexOf("create Bucket storage-grove-garden")).to.be.within(
      0,
      order.indexOf("update BucketObjectv2 storage-tenants"),
    );
    expect(outputs.tenantBuckets).to.include({
      "grove-garden": "grove-garden-catalogue-dev-000000000000-eu-central-1-an",
    });
  });

  it("deletes a removed tenant's bucket, because the stack is removable", async () => {
    await rm(inProject("tenants", "grove-garden.yaml"));
    const { steps, outputs } = await deployed();
    expect(changes(steps)).to.include("delete Bucket storage-grove-garden");
    expect(outputs.tenantBuckets).not.to.have.property("grove-garden");
  });

  it("creates an added workflow", async () => {
    const { status, stderr } = await stack.project.batchline("new", "workflow", "stock-report").ended;
    expect(status, stderr).to.equal(0);
    const { steps, outputs } = await deployed();
    expect(changes(steps)).to.include.members([
      "create StateMachine stock-report",
      "update Function metadata",
    ]);
    expect(changes(steps).filter((step) => /^(delete|replace)/.test(step))).to.deep.equal([]);
    expect(outputs.stateMachines).to.have.property("stock-report");
  });

  it("refuses to remove a workflow while a run is under way, and names the run", async () => {
    const { arn: stateMachineArn } = must(
      stack.aws.record
        .all()
        .find(({ name, type }) => name === "stock-report" && type.endsWith(":StateMachine")),
      "the workflow is deployed",
    ).outputs;
    const table = Promise.withResolvers<void>();
    tableAnswers = table.promise;
    const states = new SFNClient(stack.aws.clientConfig);
    const start = { stateMachineArn: String(stateMachineArn), name: "night-run", input: "{}" };
    const { executionArn } = await states.send(new StartExecutionCommand(start));
    for (const list of ["declarations.ts", "stages.ts"]) {
      const lines = (await readFile(inProject("workflows", list), "utf8")).split("\n");
      const others = lines.filter((line) => !line.includes("stock-report"));
      await writeFile(inProject("workflows", list), others.join("\n"));
    }
    const refused = /BL-K012: the workflow "stock-report" cannot be deleted while it runs: night-run/;
    expect((await stack.perform("preview")).errors.join("\n")).to.match(refused);
    expect((await rejection(stack.planOfEmbeddedEngine())).message).to.match(refused);

    table.resolve();
    await eventually(async () => {
      const { status } = await states.send(new DescribeExecutionCommand({ executionArn }));
      return status === "RUNNING" ? undefined : status;
    });
    states.destroy();
  });

  it("removes the workflow after the run", async () => {
    const { steps } = await deployed();
    expect(changes(steps)).to.include("delete StateMachine stock-report");
  });

  it("finds nothing changed in a refresh, and has nothing to do after it", async () => {
    const { errors, steps } = await stack.perform("refresh");
    expect(errors).to.deep.equal([]);
    expect(changes(steps)).to.deep.equal([]);
    expect(steps.length).to.be.greaterThan(100);
    expect(changes((await deployed()).steps)).to.deep.equal([]);
  });

  it("destroys everything", async () => {
    const plan = await stack.planOfEmbeddedEngine("destroy");
    const { errors, steps } = await stack.perform("destroy");
    expect(errors).to.deep.equal([]);
    const deletions = steps.filter(({ operation }) => operation === "delete");
    expect(sorted(plan)).to.deep.equal(sorted(deletions));
    expect(stack.aws.record.all()).to.deep.equal([]);
    expect(JSON.parse(await stack.state()).deployment.resources ?? []).to.deep.equal([]);
  });
});
