import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import type { PropertyMap } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { BenchBatch } from "../../../testing/bench-batch.ts";
import { eventually } from "../../../testing/embedded-step-functions.ts";
import { FakeDeployment } from "../../../testing/fake-deployment.ts";
import { jobDefinition } from "./job-definition.ts";

const types = {
  environment: "aws:batch/computeEnvironment:ComputeEnvironment",
  queue: "aws:batch/jobQueue:JobQueue",
  definition: "aws:batch/jobDefinition:JobDefinition",
  policy: "aws:batch/schedulingPolicy:SchedulingPolicy",
};
const running = ({ status }: { readonly status?: string | undefined }) => status === "RUNNING";
const minutes = 60_000;

describe("Pulumi's changes of what Batch runs", () => {
  let clock: VirtualClock;
  let bench: BenchBatch;
  let deployment: FakeDeployment;
  beforeEach(async () => {
    clock = new VirtualClock();
    bench = await BenchBatch.start("setInterval(() => {}, 1000)", clock);
    deployment = new FakeDeployment({ service: bench.batch });
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  describe("of a compute environment", () => {
    const inputs = (computeResources: PropertyMap = {}, more: PropertyMap = {}): PropertyMap => ({
      type: "MANAGED",
      computeResources: {
        ...{ type: "EC2", allocationStrategy: "BEST_FIT_PROGRESSIVE", maxVcpus: 4, subnets: ["subnet-1"] },
        ...{
          instanceTypes: ["m7i"],
          instanceRole: "ecsInstanceRole",
          launchTemplate: { launchTemplateId: "lt-1", version: "1" },
        },
        ...computeResources,
      },
      ...more,
    });
    const version2 = { launchTemplate: { launchTemplateId: "lt-1", version: "2" } };
    const deploy = (of: PropertyMap = inputs()) => deployment.existing(types.environment, of);
    const found = (name: string) => bench.batch.environments.get(name);

    it("has the update policy that it was created with", async () => {
      const updatePolicy = { terminateJobsOnUpdate: true, jobExecutionTimeoutMinutes: 5 };
      const { id } = await deploy(inputs({}, { updatePolicy }));
      expect(found(id)).to.deep.include({ updatePolicy, status: "VALID" });
      const longer = { updatePolicy: { jobExecutionTimeoutMinutes: 361 } };
      expect((await rejection(deploy(inputs({}, { ...longer, name: "longer" })))).message).to.match(
        /jobExecutionTimeoutMinutes: .*360/,
      );
    });

    it("updates vCPUs, settings and the state in place", async () => {
      const existing = await deploy();
      const more = { state: "DISABLED", updatePolicy: { terminateJobsOnUpdate: true } };
      await deployment.update(existing, inputs({ maxVcpus: 8, ...version2, minVcpus: 2 }, more));
      expect(found(existing.id)).to.deep.include(more);
      expect(found(existing.id).computeResources).to.deep.include({ maxvCpus: 8, minvCpus: 2, ...version2 });
    });

    it("waits until the instances are replaced, at most 20 minutes", async () => {
      const existing = await deploy();
      bench.define();
      const order = [{ order: 1, computeEnvironment: existing.id }];
      bench.batch.updateJobQueue({ jobQueue: "queue", computeEnvironmentOrder: order });
      const id = bench.submit({ retryStrategy: { attempts: 2 } });
      await bench.reached(id, running);
      const update = rejection(deployment.update(existing, inputs(version2)));
      await eventually(() => (found(existing.id).status === "UPDATING" ? true : undefined));
      clock.advance(20 * minutes);
      expect((await update).message).to.equal(
        `waiting for Batch Compute Environment (${existing.id}) update: timeout while waiting for state to become 'VALID' (last state: 'UPDATING', timeout: 1200s)`,
      );
      const patient = { ...existing, options: { customTimeouts: { update: "1h" } } };
      expect((await rejection(deployment.update(patient, inputs({ maxVcpus: 5 })))).message).to.equal(
        "Cannot update, resource is being modified.",
      );
    });

    const replacing: Readonly<
      Record<string, readonly [old: PropertyMap, current: PropertyMap, replaces: string[]]>
    > = {
      "a launch template: in place": [inputs(), inputs(version2), []],
      "a launch template with BEST_FIT: by a new environment": [
        inputs({ allocationStrategy: "BEST_FIT" }),
        inputs({ allocationStrategy: "BEST_FIT", ...version2 }),
        ["computeResources.launchTemplate.version"],
      ],
      "to BEST_FIT: by a new environment": [
        inputs(),
        inputs({ allocationStrategy: "BEST_FIT" }),
        ["computeResources.allocationStrategy"],
      ],
      "subnets with a service role of one's own: by a new environment": [
        inputs({}, { serviceRole: "arn:aws:iam::000000000000:role/batch" }),
        inputs(
          { subnets: ["subnet-2"], maxVcpus: 9 },
          { serviceRole: "arn:aws:iam::000000000000:role/batch" },
        ),
        ["computeResources.subnets[0]"],
      ],
    };
    for (const [title, [old, current, replaces]] of Object.entries(replacing)) {
      it(`changes ${title}`, async () => {
        const existing = await deploy(old);
        expect(await deployment.diff(existing, current)).to.deep.include({ replaces });
        if (replaces.length === 0) await deployment.update(existing, current);
      });
    }

    it("replaces a named environment after it deleted it", async () => {
      const named = (of: PropertyMap) => ({ ...of, name: "e" });
      const existing = await deploy(named(inputs({ allocationStrategy: "BEST_FIT" })));
      const difference = await deployment.diff(existing, named(inputs()));
      expect(difference).to.deep.include({ deleteBeforeReplace: true });
    });

    it("disables it, deletes it and waits; a queue prevents that", async () => {
      const existing = await deploy();
      const order = [{ order: 1, computeEnvironment: existing.id }];
      bench.batch.updateJobQueue({ jobQueue: "queue", computeEnvironmentOrder: order });
      expect((await rejection(deployment.delete(existing))).message).to.equal(
        "Cannot delete, found existing JobQueue relationship.",
      );
      bench.batch.updateJobQueue({
        jobQueue: "queue",
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: "spot" }],
      });
      await deployment.delete(existing);
      expect(bench.batch.environments.find(existing.id)).to.equal(undefined);
      await deployment.delete(existing);
    });
  });

  describe("of a queue", () => {
    const inputs = (more: PropertyMap = {}): PropertyMap => ({
      ...{ priority: 1, state: "ENABLED" },
      computeEnvironmentOrders: [{ order: 1, computeEnvironment: "spot" }],
      ...more,
    });

    it("updates it in place; jobs that run go on", async () => {
      const existing = await deployment.existing(types.queue, inputs());
      bench.define();
      const id = bench.submit({ jobQueue: existing.id });
      await bench.reached(id, running);
      await deployment.update(existing, inputs({ priority: 3, state: "DISABLED" }));
      expect(bench.batch.queues.get(existing.id)).to.include({ priority: 3, state: "DISABLED" });
      expect(bench.job(id).status).to.equal("RUNNING");
      const policy = await deployment.existing(types.policy);
      const fair = inputs({ schedulingPolicyArn: policy.id });
      expect((await rejection(deployment.update(existing, fair))).message).to.include(
        "cannot have one added",
      );
    });

    it("deletes it when its jobs have ended, which it terminates", async () => {
      const existing = await deployment.existing(types.queue, inputs());
      bench.define();
      const id = bench.submit({ jobQueue: existing.id });
      await bench.reached(id, running);
      await deployment.delete(existing);
      expect(bench.job(id).status).to.equal("FAILED");
      expect(bench.batch.queues.find(existing.id)).to.equal(undefined);
      await deployment.delete(existing);
    });
  });

  describe("of a job definition", () => {
    const inputs = (image: string, more: PropertyMap = {}): PropertyMap => ({
      ...{ name: "d", type: "container" },
      containerProperties: JSON.stringify({ image, vcpus: 1, memory: 64 }),
      ...more,
    });
    const statuses = () =>
      bench.batch.definitions.all().map(({ revision, status }) => `${revision} ${status}`);

    it("registers a revision and deregisters the one before, in place", async () => {
      const existing = await deployment.existing(types.definition, inputs("a"));
      const difference = await deployment.diff(existing, inputs("b"));
      expect(difference).to.deep.include({ replaces: [], recomputes: ["arn", "revision"] });
      const { id, outputs } = await deployment.update(existing, inputs("b"));
      expect(id).to.equal(existing.id).and.to.match(/:1$/);
      expect(outputs).to.include({ arn: id.replace(/:1$/, ":2"), revision: 2 });
      expect(statuses()).to.deep.equal(["2 ACTIVE", "1 INACTIVE"]);
    });

    it("keeps the revision before if the program says so, until the definition is deleted", async () => {
      const keeping = { deregisterOnNewRevision: false };
      const existing = await deployment.existing(types.definition, inputs("a", keeping));
      const tagged = await deployment.update(existing, inputs("a", { ...keeping, tags: { team: "orders" } }));
      expect(tagged.outputs.revision).to.equal(1);
      const changed = await deployment.update(tagged, inputs("b", keeping));
      expect(statuses()).to.deep.equal(["2 ACTIVE", "1 ACTIVE"]);
      await deployment.delete(changed);
      expect(statuses()).to.deep.equal(["2 INACTIVE", "1 INACTIVE"]);
    });
  });

  it("of a job definition: another number of exit rules needs a new one, another rule does not", async () => {
    const inputs = (...codes: string[]) => ({
      type: "container",
      containerProperties: JSON.stringify({ image: "a", vcpus: 1, memory: 64 }),
      retryStrategy: {
        attempts: 2,
        evaluateOnExits: codes.map((onExitCode) => ({ action: "EXIT", onExitCode })),
      },
    });
    const existing = await deployment.existing(types.definition, inputs("65"));
    expect((await deployment.diff(existing, inputs("66"))).replaces).to.deep.equal([]);
    expect((await deployment.diff(existing, inputs("65", "66"))).replaces).to.not.deep.equal([]);
  });

  it("restores a definition of an earlier session with its revision", async () => {
    const definition = (image: string) => ({
      ...{ name: "d", type: "container" },
      containerProperties: JSON.stringify({ image, vcpus: 1, memory: 64 }),
    });
    const first = await deployment.existing(types.definition, definition("a"));
    const second = await deployment.update(first, definition("b"));
    await using next = await BenchBatch.start("", clock);
    await jobDefinition.restore?.(second, {
      ...{ service: next.batch, region: "eu-central-1", root: "/", digits: "" },
      warn: () => {},
    });
    expect(next.batch.definitions.find("d")?.jobDefinitionArn).to.equal(second.outputs.arn);
    expect(next.define({}, "d")).to.match(/:3$/);
  });

  it("of a scheduling policy: a weight that 32 bits cannot hold differs each time; one is not missing", async () => {
    const inputs = (weightFactor?: number) => ({
      fairSharePolicy: {
        shareDistributions: [{ shareIdentifier: "a", ...(weightFactor !== undefined && { weightFactor }) }],
      },
    });
    const existing = await deployment.existing(types.policy, inputs(0.25));
    const changed = async (weight: number) =>
      (
        await deployment.diff(
          { ...existing, inputs: { ...existing.inputs, ...inputs(weight) } },
          inputs(weight),
        )
      ).changed;
    expect(await changed(0.25)).to.deep.equal([]);
    expect(await changed(0.3333)).to.deep.equal(["fairSharePolicy.shareDistributions[0].weightFactor"]);
    const without = { ...inputs(), name: "without" };
    expect((await rejection(deployment.existing(types.policy, without))).message).to.include(
      "Weight factor should be between 0.0001 and 999.9999.",
    );
  });

  it("of a scheduling policy: updates it, and deletes it unless a queue uses it", async () => {
    const existing = await deployment.existing(types.policy, { fairSharePolicy: { computeReservation: 1 } });
    await deployment.update(existing, { fairSharePolicy: { computeReservation: 2 } });
    expect(bench.batch.policies.get(existing.id).fairsharePolicy).to.include({ computeReservation: 2 });
    const queue = await deployment.existing(types.queue, {
      ...{ priority: 1, state: "ENABLED", schedulingPolicyArn: existing.id },
      computeEnvironmentOrders: [{ order: 1, computeEnvironment: "spot" }],
    });
    expect((await rejection(deployment.delete(existing))).message).to.include("is used by");
    await deployment.delete(queue);
    await deployment.delete(existing);
    expect(bench.batch.policies.find(existing.id)).to.equal(undefined);
  });

  it("of a consumable resource: updates its quantity, replaces it for another name, and deletes it", async () => {
    const inputs = (TotalQuantity: number, ConsumableResourceName = "licence") => ({
      typeName: "AWS::Batch::ConsumableResource",
      desiredState: JSON.stringify({ ConsumableResourceName, TotalQuantity, ResourceType: "REPLENISHABLE" }),
    });
    const existing = await deployment.existing("aws:cloudcontrol/resource:Resource", inputs(2));
    expect(await deployment.diff(existing, inputs(2, "other"))).to.deep.include({
      replaces: ["desiredState"],
    });
    expect(await deployment.diff(existing, inputs(3))).to.deep.include({ replaces: [] });
    const { outputs } = await deployment.update(existing, inputs(3));
    expect(JSON.parse(String(outputs.properties))).to.include({ TotalQuantity: 3, AvailableQuantity: 3 });
    expect(bench.batch.describeConsumableResource("licence")).to.include({ totalQuantity: 3 });
    await deployment.delete(existing);
    expect(bench.batch.consumables.find("licence")).to.equal(undefined);
  });
});
