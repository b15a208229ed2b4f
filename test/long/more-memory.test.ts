import { createHash } from "node:crypto";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { deployProgram, type EmbeddedAws, startEmbeddedAws } from "@batchline/embedded-aws";
import { expect } from "chai";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord, RunRecord } from "../../contract/records.ts";
import { checkout } from "../../testing/checkout.ts";
import { makeProject, type Project } from "../../testing/cli/project.ts";
import { waitFor } from "../../testing/worker/wait-for.ts";

const acme = `id: acme
name: Acme
contact: it@acme.example
workflows:
  hungry:
    chunks: [{}, { bytesMiB: 300 }, { bytesMiB: 700 }, { bytesMiB: 2000 }, { heapMiB: 160 }]
  thanks: {}
`;

/** Of a tenant that is content with what it gets. */
const bolt = `id: bolt
name: Bolt
contact: it@bolt.example
workflows:
  hungry:
    chunks: [{}]
  thanks: {}
`;

describe("chunks that run out of memory", function () {
  this.timeout(180_000);
  let project: Project;
  let aws: EmbeddedAws;
  let sfn: SFNClient;
  let records: DynamoDBDocumentClient;
  let table: string;
  let stateMachineArn: string;

  before(async () => {
    project = await makeProject({ "acme.yaml": acme, "bolt.yaml": bolt }, [
      ...["index.ts", "workflows/declarations.ts", "workflows/stages.ts"],
    ]);
    const workflows = join(project.root, "workflows");
    await cp(join(checkout, "testing", "hungry"), join(workflows, "hungry"), { recursive: true });
    await replace(
      join(workflows, "declarations.ts"),
      "readonly Workflow[] = [",
      '$&...Object.values(await import("./hungry/workflow.ts")).filter((one) => "stages" in one),',
    );
    await replace(
      join(workflows, "stages.ts"),
      "StagesByWorkflow = {",
      '$&hungry: () => import("./hungry/stages/index.ts"), thanks: () => import("./hungry/stages/index.ts"),',
    );
    aws = await startEmbeddedAws({ dir: join(project.root, ".local", "aws") });
    const program = { root: project.root, stack: "dev", config: { samples: "false" } };
    const { outputs } = await deployProgram(aws, program);
    table = String(outputs.table);
    stateMachineArn = (outputs.stateMachines as Record<string, string>).hungry ?? "";
    sfn = new SFNClient(aws.clientConfig);
    records = DynamoDBDocumentClient.from(new DynamoDBClient(aws.clientConfig));
  });
  after(async () => {
    sfn?.destroy();
    records?.destroy();
    await aws?.stop();
    await project?.remove();
  });

  const item = async <T>(Key: Readonly<Record<string, string>>) =>
    (await records.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item as T;
  /** A chunk of acme: the second one of the run is bolt's. */
  const chunk = (part: number, stage: string) =>
    item<ChunkRecord>(tableKeys.chunk("hungry", "meal", part === 0 ? 0 : part + 1, stage));

  it("are submitted again with more, and no stage that they have finished is done again", async () => {
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: "meal", input: "{}" }),
    );
    const execution = () => sfn.send(new DescribeExecutionCommand({ executionArn }));
    await waitFor(async () => (await execution()).status !== "RUNNING");
    expect((await execution()).cause).to.equal(
      "acme failed in hold: it needed more memory than its stage has: OutOfMemoryError: Container killed due to memory usage; Essential container in task exited; exit code 137 (1 succeeded)",
    );

    const run = await item<RunRecord>(tableKeys.run("hungry", "meal"));
    expect(run.rounds?.map(({ grown }) => grown)).to.deep.equal([
      [{ stage: "hold", chunks: 4, fromMiB: 256, toMiB: 512 }],
      [{ stage: "hold", chunks: 2, fromMiB: 512, toMiB: 1_024 }],
    ]);
    const statuses = await Promise.all([0, 1, 2, 3, 4].map((index) => chunk(index, "leave")));
    expect(statuses.map(({ status }) => status)).to.deep.equal([
      ...["SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "NOT_STARTED", "SUCCEEDED"],
    ]);
    for (const [index, attempts] of [1, 2, 3, 3, 2].entries()) {
      expect((await chunk(index, "look")).attempts).to.equal(1);
      const { tries = [], ...held } = await chunk(index, "hold");
      expect([index, held.attempts]).to.deep.equal([index, attempts]);
      const ranOut = Array.from({ length: index === 3 ? attempts : attempts - 1 }, () => "OUT_OF_MEMORY");
      expect(tries.map(({ outcome }) => outcome)).to.deep.equal(
        index === 3 ? ranOut : [...ranOut, "SUCCEEDED"],
      );
      expect(tries.map(({ memoryMiB }) => memoryMiB)).to.deep.equal([256, 512, 1_024].slice(0, attempts));
    }
  });

  it("do not keep the workflow that follows from the tenant that succeeded", async () => {
    const runId = `meal-${createHash("sha256").update("meal").digest("hex").slice(0, 8)}`;
    const run = () => item<RunRecord | undefined>(tableKeys.run("thanks", runId));
    await waitFor(async () => ["SUCCEEDED", "FAILED"].includes((await run())?.status ?? ""));
    expect((await run())?.reason).to.equal("1 tenant succeeded");
    const tenant = await item(tableKeys.runTenant("thanks", runId, "bolt"));
    expect(tenant).to.include({ status: "SUCCEEDED" });
  });

  it("begin with the declared memory when the run is resumed, and are alone in its rounds", async () => {
    const input = JSON.stringify({ resume: "meal" });
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: "second-helping", input }),
    );
    const execution = () => sfn.send(new DescribeExecutionCommand({ executionArn }));
    await waitFor(async () => (await execution()).status !== "RUNNING");
    const run = await item<RunRecord>(tableKeys.run("hungry", "meal"));
    expect(run).to.include({ status: "FAILED", execution: "second-helping", chunksFailed: 1 });
    expect(run.rounds?.map(({ grown }) => grown)).to.deep.equal([
      [{ stage: "hold", chunks: 1, fromMiB: 256, toMiB: 512 }],
      [{ stage: "hold", chunks: 1, fromMiB: 512, toMiB: 1_024 }],
    ]);
    expect((await chunk(3, "look")).attempts).to.equal(1);
    const { tries = [] } = await chunk(3, "hold");
    expect(tries.map(({ memoryMiB }) => memoryMiB)).to.deep.equal([256, 512, 1_024, 256, 512, 1_024]);
    expect(new Set(tries.map(({ outcome }) => outcome))).to.deep.equal(new Set(["OUT_OF_MEMORY"]));
    expect((await chunk(4, "hold")).attempts).to.equal(2);
  });
});

async function replace(file: string, text: string, by: string): Promise<void> {
  const before = await readFile(file, "utf8");
  expect(before).to.contain(text);
  await writeFile(file, before.replace(text, by));
}
