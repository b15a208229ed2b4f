import type { ComputeResource, UpdateComputeEnvironmentRequest } from "@aws-sdk/client-batch";
import { VirtualClock } from "@batchline/clock";
import { must } from "@batchline/diagnostics";
import { expect } from "chai";
import { BenchBatch, ec2Resources } from "../../../testing/bench-batch.ts";

const minutes = 60_000;
const running = ({ status }: { readonly status?: string | undefined }) => status === "RUNNING";

describe("updates and deletion of a Batch compute environment", () => {
  let clock: VirtualClock;
  let bench: BenchBatch;
  beforeEach(async () => {
    clock = new VirtualClock();
    bench = await BenchBatch.start("setInterval(() => {}, 1000)", clock);
    bench.define();
    environment("e");
    useIn("queue", "e");
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const environment = (name: string, resources: Partial<ComputeResource> = {}, serviceRole?: string) =>
    bench.batch.createComputeEnvironment({
      ...{ computeEnvironmentName: name, type: "MANAGED", serviceRole },
      computeResources: {
        ...ec2Resources,
        allocationStrategy: "BEST_FIT_PROGRESSIVE",
        ...resources,
      },
    });
  const useIn = (jobQueue: string, ...names: string[]) =>
    bench.batch.updateJobQueue({
      jobQueue,
      computeEnvironmentOrder: names.map((computeEnvironment, order) => ({ order, computeEnvironment })),
    });
  const update = (input: Omit<UpdateComputeEnvironmentRequest, "computeEnvironment">, name = "e") =>
    bench.batch.updateComputeEnvironment({ computeEnvironment: name, ...input });
  const newTemplate = { computeResources: { launchTemplate: { launchTemplateId: "lt-1", version: "2" } } };
  const found = (name = "e") => must(bench.batch.environments.find(name), "it exists");
  const disable = () => update({ state: "DISABLED" });
  const remove = (name = "e") => bench.batch.deleteComputeEnvironment(name);

  describe("that replaces the instances", () => {
    it("lets jobs go on for 30 minutes, then ends them; they are retried on the new instances", async () => {
      const id = bench.submit({ retryStrategy: { attempts: 2 } });
      await bench.reached(id, running);
      const { settled } = update(newTemplate);
      expect(found()).to.deep.include({ status: "UPDATING" });
      expect(found().computeResources)
        .to.deep.include(newTemplate.computeResources)
        .and.to.include({ maxvCpus: 4 });
      clock.advance(30 * minutes - 1);
      expect(bench.job(id).attempts).to.be.empty;
      clock.advance(1);
      const retried = await bench.reached(
        id,
        ({ attempts, status }) => attempts?.length === 1 && status === "RUNNING",
      );
      expect(retried.attempts?.[0]?.statusReason).to.match(
        /^Host EC2 \(instance i-[0-9a-f]{17}\) terminated\.$/,
      );
      expect(retried.attempts?.[0]?.container?.exitCode).to.equal(undefined);
      await settled;
      expect(found().status).to.equal("VALID");
      clock.advance(24 * 60 * minutes);
      expect(bench.job(id).status).to.equal("RUNNING");
    });

    it("ends jobs at once if the policy says so; new jobs start meanwhile", async () => {
      update({ updatePolicy: { terminateJobsOnUpdate: true } });
      expect(found().status).to.equal("VALID");
      const id = bench.submit();
      await bench.reached(id, running);
      const { settled } = update(newTemplate);
      const next = bench.submit();
      expect((await bench.reached(id)).statusReason).to.match(/^Host EC2 /);
      await settled;
      await bench.reached(next, running);
    });

    it("is over when the last job has ended, before its time", async () => {
      const id = bench.submit();
      await bench.reached(id, running);
      update({ ...newTemplate, updatePolicy: { jobExecutionTimeoutMinutes: 60 } });
      bench.batch.endJob("terminate", id, "enough");
      await bench.reached(id);
      expect(found().status).to.equal("VALID");
    });

    it("refuses other changes and the deletion until it is over", async () => {
      await bench.reached(bench.submit(), running);
      update(newTemplate);
      expect(disable).to.throw("Cannot update, resource is being modified.");
      expect(() => remove()).to.throw("Cannot delete, resource is being modified.");
      expect(() => useIn("queue", "e", "spot")).to.throw("created and valid before attaching");
    });

    it("is refused with BEST_FIT, and with a role of one's own", () => {
      expect(() => update(newTemplate, "spot")).to.throw(
        "Following fields [launchTemplate] cannot be updated with the allocation strategy BEST_FIT",
      );
      environment("own", {}, "arn:aws:iam::000000000000:role/batch");
      const both = { ...newTemplate.computeResources, instanceTypes: ["c7i"], maxvCpus: 8 };
      expect(() => update({ computeResources: both }, "own")).to.throw(
        "Following fields [instanceTypes, launchTemplate] can be updated only for Non-fargate Compute Environment having a Batch Service Linked Role",
      );
      expect(found("own").computeResources).to.deep.include({ maxvCpus: 4, instanceTypes: ["m7i"] });
    });
  });

  it("of vCPUs applies at once, also with BEST_FIT", async () => {
    useIn("queue", "spot");
    update({ computeResources: { maxvCpus: 1 } }, "spot");
    const [first, second] = [bench.submit(), bench.submit()];
    await bench.reached(first, running);
    expect(bench.job(second).status).to.equal("RUNNABLE");
    update({ computeResources: { maxvCpus: 2 } }, "spot");
    expect(found("spot").status).to.equal("VALID");
    await bench.reached(second, running);
  });

  it("refuses values that Batch refuses", () => {
    update({ computeResources: { desiredvCpus: 2 } });
    const refusals: readonly [Parameters<typeof update>[0], string][] = [
      [{ computeResources: {} }, "At least one compute-resources attribute must be specified"],
      [
        { computeResources: { desiredvCpus: 1 } },
        "Manually scaling down compute environment is not supported.",
      ],
      [{ computeResources: { minvCpus: 5 } }, "maxvCpus should be greater than or equal to minvCpus."],
      [{ serviceRole: "arn:aws:iam::000000000000:role/batch" }, "serviceRole cannot change between"],
    ];
    for (const [input, message] of refusals) expect(() => update(input)).to.throw(message);
    expect(() => update({ state: "DISABLED" }, "none")).to.throw(
      "arn:aws:batch:eu-central-1:000000000000:compute-environment/none does not exist",
    );
  });

  it("is deleted only if it is disabled and no queue uses it", async () => {
    expect(() => remove()).to.throw("must be DISABLED");
    disable();
    expect(() => remove()).to.throw("Cannot delete, found existing JobQueue relationship.");
    useIn("queue", "spot");
    await remove().gone;
    expect(bench.batch.environments.find("e")).to.equal(undefined);
    expect(() => remove()).to.throw("compute-environment/e does not exist");
  });

  it("takes its running jobs away when it is deleted; they are retried in another environment", async () => {
    const id = bench.submit({ retryStrategy: { attempts: 2 } });
    await bench.reached(id, running);
    disable();
    useIn("queue", "spot");
    expect(bench.job(id).status).to.equal("RUNNING");
    const { gone } = remove();
    expect(found().status).to.equal("DELETING");
    await gone;
    const retried = await bench.reached(
      id,
      ({ attempts, status }) => attempts?.length === 1 && status === "RUNNING",
    );
    expect(retried.container?.taskArn).to.include(":task/AWSBatch-spot/");
  });
});
