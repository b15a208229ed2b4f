import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { must } from "@batchline/diagnostics";
import { type EmbeddedAws, startEmbeddedAws } from "@batchline/embedded-aws";
import { account, eventually } from "@batchline/embedded-aws/testing";
import type { ItemKey } from "../../contract/get-in-batches.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFile } from "../../contract/plan.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord, RunEntry, RunRecord, TenantRecord } from "../../contract/records.ts";
import { AwsClients } from "../../runs/stack/aws-clients.ts";
import type { Stack } from "../../runs/stack/stack.ts";
import type { ClientSettings } from "../../runs/stack/target.ts";
import { runsTable } from "../handlers/runs-table.ts";

const table = "runs";
const platformBucket = "platform-of-runs";
const dataBucket = "data-of-runs";
const expiresAt = 4_000_000_000;
const startedAt = "2026-11-23T03:00:00.000Z";

/** Workflow → its stages. */
export type Stages = Readonly<Record<string, readonly string[]>>;

/** How an execution ends. `stays` runs until it is stopped. */
export type Ending = "succeeds" | "fails" | "stays";

/** A stack on an embedded AWS, with a table, buckets and a state machine for each workflow. Tests write its records themselves. */
export class ServedStack {
  readonly aws: EmbeddedAws;
  readonly stack: Stack;
  readonly #documents: DynamoDBDocumentClient;
  readonly #remove: () => Promise<void>;

  private constructor(aws: EmbeddedAws, stack: Stack, remove: () => Promise<void>) {
    this.aws = aws;
    this.stack = stack;
    this.#documents = DynamoDBDocumentClient.from(stack.clients.dynamodb);
    this.#remove = remove;
  }

  static async start(stages: Stages): Promise<ServedStack> {
    const dir = await mkdtemp(join(tmpdir(), "batchline-served-"));
    const aws = await startEmbeddedAws({ dir });
    const client = aws.clientConfig;
    const clients = new AwsClients({ client });
    const stateMachines: Record<string, string> = {};
    for (const workflow of Object.keys(stages))
      stateMachines[workflow] = await createMachine(aws, clients, workflow);
    await new DynamoDBClient(client).send(new CreateTableCommand(runsTable(table)));
    for (const Bucket of [platformBucket, dataBucket])
      await clients.s3.send(new CreateBucketCommand({ Bucket }));
    const outputs = { stateMachines, table, platformBucket, dataBucket };
    const stack: Stack = {
      option: "--stack test",
      client,
      outputs,
      pollMs: 20,
      clients,
      declaredStages: stages,
    };
    return new ServedStack(aws, stack, () => rm(dir, { recursive: true }));
  }

  /** The same stack with other settings of the clients. The test destroys them. */
  with(client: ClientSettings): Stack {
    return { ...this.stack, client, clients: new AwsClients({ client }) };
  }

  /** Starts an execution, and waits for its end, unless it stays. Returns its ARN. */
  async execution(workflow: string, name: string, ending: Ending, input: object = {}): Promise<string> {
    const stateMachineArn = must(this.stack.outputs.stateMachines[workflow], "a workflow has a machine");
    const text = JSON.stringify({ ...input, ending });
    const { sfn } = this.stack.clients;
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name, input: text }),
    );
    const arn = must(executionArn, "StartExecution returns an ARN");
    if (ending !== "stays")
      await eventually(async () => {
        const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
        return status === "RUNNING" ? undefined : status;
      });
    return arn;
  }

  /** Writes a run's item and its entry in the list of runs. */
  async run(workflow: string, runId: string, fields: Partial<RunRecord> = {}): Promise<void> {
    const record: RunRecord = {
      ...{ workflow, runId, execution: runId, status: "RUNNING", startedAt, chunks: 0, expiresAt },
      ...fields,
    };
    await this.put({ ...tableKeys.run(workflow, runId), ...record });
    const entry: RunEntry = { runId, workflow, startedAt: record.startedAt, execution: runId, expiresAt };
    await this.put({ ...tableKeys.runEntry(workflow, record.startedAt, runId), ...entry });
  }

  /** Writes a tenant's item. */
  tenant(workflow: string, runId: string, tenant: string, fields: Partial<TenantRecord> = {}): Promise<void> {
    const record: TenantRecord = {
      workflow,
      runId,
      tenant,
      status: "SUCCEEDED",
      startedAt,
      chunks: 1,
      ...fields,
    };
    return this.put({ ...tableKeys.runTenant(workflow, runId, tenant), ...record });
  }

  /** Writes the item of one stage of a chunk. */
  chunk(
    by: Pick<ChunkRecord, "workflow" | "runId" | "chunk" | "stage" | "tenant">,
    fields: Partial<ChunkRecord> = {},
  ): Promise<void> {
    const items = { done: 1, failed: 0, skipped: 0 };
    const record: ChunkRecord = {
      ...by,
      status: "SUCCEEDED",
      attempts: 1,
      startedAt,
      items,
      expiresAt,
      ...fields,
    };
    return this.put({ ...tableKeys.chunk(by.workflow, by.runId, by.chunk, by.stage), ...record });
  }

  /** Writes the plan of an execution. */
  async plan(plan: Pick<PlanFile, "workflow" | "runId" | "execution"> & Partial<PlanFile>): Promise<void> {
    const file: PlanFile = {
      ...{ manifest: `${platformKeys.run(plan.workflow, plan.runId)}n/`, chunks: 0, shards: [], tenants: 0 },
      ...{ skipped: 0, reason: "", plannedAt: startedAt, running: [], skippedTenants: [] },
      ...plan,
    };
    const Key = platformKeys.plan(plan.workflow, plan.runId, plan.execution);
    const Body = JSON.stringify(file);
    await this.stack.clients.s3.send(new PutObjectCommand({ Bucket: platformBucket, Key, Body }));
  }

  async put(Item: ItemKey & object): Promise<void> {
    await this.#documents.send(new PutCommand({ TableName: table, Item }));
  }

  async stop(): Promise<void> {
    this.stack.clients.destroy();
    await this.aws.stop();
    await this.#remove();
  }
}

/** A machine whose input says how it ends. */
async function createMachine(aws: EmbeddedAws, { sfn }: AwsClients, name: string): Promise<string> {
  const role = `${name}-machine`;
  const roleArn = `arn:aws:iam::${account}:role/${role}`;
  const trust = { Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" };
  aws.identity.putRole({ name: role, arn: roleArn, trust: { Version: "2012-10-17", Statement: [trust] } });
  const definition = {
    QueryLanguage: "JSONata",
    StartAt: "Which",
    States: {
      Which: {
        Type: "Choice",
        Choices: [
          { Condition: "{% $states.input.ending = 'stays' %}", Next: "Stay" },
          { Condition: "{% $states.input.ending = 'fails' %}", Next: "Break" },
        ],
        Default: "Done",
      },
      Stay: { Type: "Wait", Seconds: 100_000, Next: "Done" },
      Break: { Type: "Fail", Error: "Broken", Cause: "as the test wanted" },
      Done: { Type: "Succeed" },
    },
  };
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name, roleArn, definition: JSON.stringify(definition) }),
  );
  return must(stateMachineArn, "CreateStateMachine returns an ARN");
}
