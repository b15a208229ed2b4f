import {
  type BatchClient,
  CreateConsumableResourceCommand,
  type CreateConsumableResourceCommandInput,
  DescribeConsumableResourceCommand,
  SubmitJobCommand,
  type SubmitJobRequest,
} from "@aws-sdk/client-batch";
import { expect } from "chai";
import { BenchBatch } from "../../../testing/bench-batch.ts";
import { serveBatch } from "../../../testing/serve-batch.ts";

describe("Batch consumable resources", () => {
  let bench: BenchBatch;
  let client: BatchClient;
  let stop: () => Promise<void>;
  beforeEach(async () => {
    bench = await BenchBatch.start(
      "if (process.argv[2] === 'wait') setInterval(() => {}, 1000); else process.exit(0)",
    );
    bench.define();
    ({ client, stop } = await serveBatch(bench.service, () => {}));
  });
  afterEach(async () => {
    await stop();
    await bench[Symbol.asyncDispose]();
  });

  const create = (input: Partial<CreateConsumableResourceCommandInput> = {}) =>
    client.send(
      new CreateConsumableResourceCommand({
        consumableResourceName: "connections",
        totalQuantity: 3,
        ...input,
      }),
    );
  const describeIt = async () => {
    const { inUseQuantity, availableQuantity, totalQuantity } = await client.send(
      new DescribeConsumableResourceCommand({ consumableResource: "connections" }),
    );
    return [inUseQuantity, availableQuantity, totalQuantity];
  };
  const submit = (quantity: number, command: string, more: Partial<SubmitJobRequest> = {}) =>
    bench.submit({
      containerOverrides: { command: [command] },
      consumableResourcePropertiesOverride: {
        consumableResourceList: [{ consumableResource: "connections", quantity }],
      },
      ...more,
    });

  it("block a job until enough units are free, and are free again after another job", async () => {
    const { consumableResourceArn } = await create();
    expect(consumableResourceArn).to.equal(
      "arn:aws:batch:eu-central-1:000000000000:consumable-resource/connections",
    );
    const first = submit(2, "wait");
    const second = submit(2, "wait");
    await bench.reached(first, ({ status }) => status === "RUNNING");
    expect(bench.job(second).status).to.equal("RUNNABLE");
    expect(await describeIt()).to.deep.equal([2, 1, 3]);
    bench.batch.endJob("terminate", first, "enough");
    await bench.reached(second, ({ status }) => status === "RUNNING");
    expect(await describeIt()).to.deep.equal([2, 1, 3]);
  });

  it("are taken by each child of an array", async () => {
    await create();
    const id = submit(1, "wait", { arrayProperties: { size: 5 } });
    await bench.reached(id, ({ arrayProperties }) => arrayProperties?.statusSummary?.RUNNING === 3);
    expect(bench.job(id).arrayProperties?.statusSummary).to.deep.include({ RUNNING: 3, RUNNABLE: 2 });
  });

  it("stay used if they are not replenishable", async () => {
    await create({ resourceType: "NON_REPLENISHABLE" });
    await bench.reached(submit(2, "0"));
    expect(await describeIt()).to.deep.equal([2, 1, 3]);
    expect(bench.job(submit(2, "0")).status).to.equal("RUNNABLE");
  });

  it("come from the job definition, or from the submission", async () => {
    await create({ totalQuantity: 1 });
    bench.batch.registerJobDefinition({
      jobDefinitionName: "greedy",
      type: "container",
      containerProperties: { image: "worker@sha256:0123", vcpus: 1, memory: 512, command: ["0"] },
      consumableResourceProperties: {
        consumableResourceList: [{ consumableResource: "connections", quantity: 2 }],
      },
    });
    const stuck = bench.submit({ jobDefinition: "greedy" });
    expect(bench.job(stuck).status).to.equal("RUNNABLE");
    bench.batch.endJob("cancel", stuck, "too greedy");
    expect((await bench.reached(submit(1, "0", { jobDefinition: "greedy" }))).status).to.equal("SUCCEEDED");
  });

  it("are authorised in a submission, each by ARN", async () => {
    await create();
    const authorised: string[] = [];
    const checked = await serveBatch(bench.service, (action, resource) => {
      if (action === "batch:SubmitJob") authorised.push(resource);
    });
    await checked.client.send(
      new SubmitJobCommand({
        jobName: "one",
        jobQueue: "queue",
        jobDefinition: "job",
        consumableResourcePropertiesOverride: {
          consumableResourceList: [{ consumableResource: "connections", quantity: 1 }],
        },
      }),
    );
    await checked.stop();
    expect(authorised.map((arn) => arn.split(":").slice(5).join(":"))).to.deep.equal([
      "job-definition/job",
      "job-queue/queue",
      "consumable-resource/connections",
    ]);
  });

  it("are refused if they are invalid, as are jobs with unknown ones", async () => {
    const refusal = (sent: Promise<unknown>) =>
      sent.then(
        () => "accepted",
        (error: Error) => error.message,
      );
    expect(await refusal(create({ totalQuantity: -1 }))).to.include(
      "totalQuantity cannot be a negative number.",
    );
    expect(await refusal(create({ resourceType: "FOREVER" }))).to.include("not FOREVER");
    expect(() => submit(1, "0")).to.throw("Consumable resource connections does not exist");
    await create();
    expect(await refusal(create())).to.include("already exists");
    expect(() => submit(0, "0")).to.throw("must be at least 1, not 0");
    const six = Array.from({ length: 6 }, () => ({ consumableResource: "connections", quantity: 1 }));
    expect(() =>
      bench.submit({ consumableResourcePropertiesOverride: { consumableResourceList: six } }),
    ).to.throw("can have at most 5 consumableResources");
    const consumableResourceProperties = { consumableResourceList: six };
    expect(() => bench.define({}, "greedy", { consumableResourceProperties })).to.throw("at most 5");
  });
});
