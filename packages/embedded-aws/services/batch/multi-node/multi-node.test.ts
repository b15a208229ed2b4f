import {
  type BatchClient,
  DescribeJobsCommand,
  ListJobsCommand,
  RegisterJobDefinitionCommand,
  SubmitJobCommand,
  type SubmitJobCommandInput,
} from "@aws-sdk/client-batch";
import { expect } from "chai";
import { BenchBatch, ec2Resources } from "../../../testing/bench-batch.ts";
import { serveBatch } from "../../../testing/serve-batch.ts";

/**
 * The main node listens on a port of its own choice, tells the others by a file, and ends when all have called or, by its
 * command, at once. The others call it at the address they are given.
 */
const program = `
  import { createServer, connect } from "node:net";
  import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
  const env = process.env;
  const [what] = process.argv.slice(2);
  const named = Object.entries(env).filter(([name]) => /^AWS_BATCH_JOB_.*NODE/.test(name));
  console.log(JSON.stringify(Object.fromEntries(named)));
  if (what === "hang") setInterval(() => {}, 1000);
  else if (what !== undefined && what !== "gather") process.exit(Number(what));
  else if (env.AWS_BATCH_JOB_NODE_INDEX === env.AWS_BATCH_JOB_MAIN_NODE_INDEX) {
    let left = Number(env.AWS_BATCH_JOB_NUM_NODES) - 1;
    const server = createServer((socket) => {
      socket.on("data", (data) => console.log("heard " + data));
      socket.on("end", () => { socket.end(); if (--left === 0) server.close(); });
    });
    server.listen(0, "127.0.0.1", () => {
      writeFileSync("port.new", String(server.address().port));
      renameSync("port.new", "port");
    });
  } else {
    const call = () => {
      if (!existsSync("port")) return setTimeout(call, 5);
      connect(Number(readFileSync("port", "utf8")), env.AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS)
        .end(env.AWS_BATCH_JOB_ID);
    };
    call();
  }
`;

describe("Batch multi-node parallel jobs", () => {
  let bench: BenchBatch;
  let client: BatchClient;
  let stop: () => Promise<void>;
  let asked: string[];

  beforeEach(async () => {
    bench = await BenchBatch.start(program);
    asked = [];
    ({ client, stop } = await serveBatch(bench.service, (action, resource) => {
      asked.push(`${action} ${resource}`);
    }));
    bench.batch.createComputeEnvironment({
      computeEnvironmentName: "on-demand",
      type: "MANAGED",
      computeResources: { ...ec2Resources, maxvCpus: 8, instanceTypes: ["c7i"] },
    });
    const queue = (jobQueueName: string, ...environments: string[]) =>
      bench.batch.createJobQueue({
        jobQueueName,
        priority: 1,
        computeEnvironmentOrder: environments.map((computeEnvironment, order) => ({
          order,
          computeEnvironment,
        })),
      });
    queue("steady", "on-demand");
    queue("mixed", "on-demand", "spot");
  });
  afterEach(async () => {
    await stop();
    await bench[Symbol.asyncDispose]();
  });

  /** Registers a job of three nodes, the second of which is the main one. */
  const define = (commands: { readonly main: string; readonly others: string }, attempts = 1) => {
    const container = (command: string) => ({
      image: "worker@sha256:0123",
      vcpus: 1,
      memory: 512,
      command: [command],
      jobRoleArn: "arn:aws:iam::000000000000:role/nodes",
    });
    return client.send(
      new RegisterJobDefinitionCommand({
        jobDefinitionName: "nodes",
        type: "multinode",
        retryStrategy: { attempts },
        nodeProperties: {
          numNodes: 3,
          mainNode: 1,
          nodeRangeProperties: [
            { targetNodes: "0:", container: container(commands.others) },
            { targetNodes: "1", container: container(commands.main) },
          ],
        },
      }),
    );
  };
  const submit = async (input: Partial<SubmitJobCommandInput> = {}) => {
    const command = { jobName: "test", jobQueue: "steady", jobDefinition: "nodes", ...input };
    return (await client.send(new SubmitJobCommand(command))).jobId ?? "";
  };
  const nodes = (id: string) => [0, 1, 2].map((node) => bench.job(`${id}#${node}`));
  const refusal = (sent: Promise<unknown>) =>
    sent.then(
      () => "accepted",
      (error: Error) => error.message,
    );

  it("run as processes that know their index and reach the main node over TCP", async () => {
    await define({ main: "gather", others: "gather" });
    expect(asked).to.include("iam:PassRole arn:aws:iam::000000000000:role/nodes");
    const id = await submit();
    const job = await bench.reached(id);
    expect(job.status).to.equal("SUCCEEDED");
    const common = { AWS_BATCH_JOB_MAIN_NODE_INDEX: "1", AWS_BATCH_JOB_NUM_NODES: "3" };
    const address = { AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS: "127.0.0.1" };
    const variables = [0, 1, 2].map((node) => JSON.parse(bench.lines(`${id}#${node}`)[0] ?? ""));
    expect(variables).to.deep.equal([
      { ...common, ...address, AWS_BATCH_JOB_NODE_INDEX: "0" },
      { ...common, AWS_BATCH_JOB_NODE_INDEX: "1" },
      { ...common, ...address, AWS_BATCH_JOB_NODE_INDEX: "2" },
    ]);
    expect(bench.lines(`${id}#1`).slice(1).toSorted()).to.deep.equal([`heard ${id}#0`, `heard ${id}#2`]);
  });

  it("are described with their nodes, which ListJobs returns", async () => {
    await define({ main: "0", others: "0" });
    const id = await submit();
    await bench.reached(id);
    const { jobs = [] } = await client.send(new DescribeJobsCommand({ jobs: [id, `${id}#0`, `${id}#1`] }));
    const [job, child, main] = jobs;
    expect(job?.nodeProperties).to.deep.include({ numNodes: 3, mainNode: 1 });
    expect(job).not.to.have.any.keys("container", "nodeDetails");
    expect(job?.attempts).to.have.length(1);
    expect(child).to.deep.include({ jobId: `${id}#0`, nodeDetails: { nodeIndex: 0, isMainNode: false } });
    expect(child?.jobArn).to.match(/:job\/[0-9a-f-]+#0$/);
    expect(main).to.deep.include({ status: "SUCCEEDED", nodeDetails: { nodeIndex: 1, isMainNode: true } });
    expect(main?.container).to.deep.include({ exitCode: 0, command: ["0"] });
    const filters = [{ name: "JOB_NAME", values: ["test"] }];
    const { jobSummaryList } = await client.send(new ListJobsCommand({ multiNodeJobId: id, filters }));
    expect(jobSummaryList?.map(({ jobId, nodeProperties }) => [jobId, nodeProperties])).to.deep.equal([
      [`${id}#2`, { numNodes: 3, nodeIndex: 2, isMainNode: false }],
      [`${id}#1`, { numNodes: 3, nodeIndex: 1, isMainNode: true }],
      [`${id}#0`, { numNodes: 3, nodeIndex: 0, isMainNode: false }],
    ]);
  });

  it("end with the main node, which stops the others", async () => {
    await define({ main: "0", others: "hang" });
    const id = await submit();
    expect((await bench.reached(id)).status).to.equal("SUCCEEDED");
    expect(nodes(id).map(({ status, statusReason }) => [status, statusReason])).to.deep.equal([
      ["SUCCEEDED", "Main node has exited"],
      ["SUCCEEDED", "Essential container in task exited"],
      ["SUCCEEDED", "Main node has exited"],
    ]);
    expect(bench.tasks.filter(({ released }) => !released)).to.deep.equal([]);
  });

  it("fail with the main node, and are retried as a whole", async () => {
    await define({ main: "3", others: "hang" }, 2);
    const id = await submit();
    const job = await bench.reached(id);
    expect(job.status).to.equal("FAILED");
    expect(job.attempts?.map(({ container }) => container?.exitCode)).to.deep.equal([3, 3]);
    expect(nodes(id).map(({ status, attempts }) => [status, attempts?.length])).to.deep.equal([
      ["FAILED", 2],
      ["FAILED", 2],
      ["FAILED", 2],
    ]);
  });

  it("continue if another node fails", async () => {
    await define({ main: "hang", others: "4" });
    const id = await submit();
    await bench.reached(id, () => bench.batch.describeJob(`${id}#0`)?.status === "FAILED");
    expect(bench.job(id).status).to.equal("RUNNING");
    expect(bench.job(`${id}#0`)).to.deep.include({ status: "FAILED" });
    bench.batch.endJob("terminate", id, "enough");
    expect(await bench.reached(id)).to.deep.include({ status: "FAILED", statusReason: "enough" });
    expect(bench.job(`${id}#1`)).to.deep.include({ status: "FAILED", statusReason: "enough" });
  });

  it("accept another number of nodes, other commands and variables from a submission", async () => {
    const environment = [{ name: "RUN", value: "run-1" }];
    await define({ main: "hang", others: "hang" });
    const id = await submit({
      nodeOverrides: {
        numNodes: 2,
        nodePropertyOverrides: [{ targetNodes: "1", containerOverrides: { command: ["0"], environment } }],
      },
    });
    expect((await bench.reached(id)).nodeProperties?.numNodes).to.equal(2);
    expect(bench.batch.nodesOf(id)).to.have.length(2);
    const [other, main] = [bench.job(`${id}#0`).container, bench.job(`${id}#1`).container];
    expect(other).to.deep.include({ command: ["hang"], environment: [] });
    expect(main).to.deep.include({ command: ["0"], environment });
    expect(main?.jobRoleArn).to.equal("arn:aws:iam::000000000000:role/nodes");
    const taskIds = [other, main].map((container) => container?.taskArn?.split("/").at(-1));
    expect(taskIds).to.have.members(bench.tasks.map(({ sessionName }) => sessionName));
    expect(bench.batch.describeJob(`${id}#`)).to.equal(undefined);
  });

  it("are refused on Spot, as arrays, and with overrides for one container", async () => {
    await define({ main: "0", others: "0" });
    expect(await refusal(submit({ jobQueue: "mixed" }))).to.include("of type SPOT: spot");
    expect(await refusal(submit({ arrayProperties: { size: 2 } }))).to.include("cannot be an array job");
    expect(await refusal(submit({ containerOverrides: { command: ["1"] } }))).to.include(
      "Container overrides should not be set for multi-node parallel jobs.",
    );
    const nodePropertyOverrides = [{ targetNodes: "0:0", containerOverrides: { command: ["1"] } }];
    expect(await refusal(submit({ nodeOverrides: { nodePropertyOverrides } }))).to.include(
      "NodeOverride targets should match job definition. Non matching targets - 0:0",
    );
    bench.define();
    expect(await refusal(submit({ jobDefinition: "job", nodeOverrides: { numNodes: 2 } }))).to.include(
      "Node overrides can only be set",
    );
  });
});
