import { DescribeExecutionCommand, type DescribeExecutionCommandOutput } from "@aws-sdk/client-sfn";
import type { PlanFile } from "../../contract/plan.ts";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { executionArnOf, type Stack, stateMachineOf } from "../stack/stack.ts";
import { planOfRun } from "./plan-of-run.ts";
import { RunTable } from "./run-table.ts";

/** Which records of chunks are wanted. @default all */
export interface ChunkFilter {
  readonly tenant?: string;
  readonly stage?: string;
  /** The chunk's id in the run, from 0. */
  readonly chunk?: number;
}

/** A run that is read or worked on, under way or ended. */
export interface OpenRun {
  readonly stack: Stack;
  readonly workflow: string;
  readonly runId: string;
  /** As it was when it was opened. Undefined if its planning has not begun: it waits, or was refused. */
  readonly run: RunRecord | undefined;
  /** The plan of all its chunks. Undefined before it is planned, or if the caller may not read plans. */
  readonly plan?: PlanFile;
  /** In order. */
  readonly stages: readonly string[];
  /** The name of its latest attempt's execution, and its ARN. */
  readonly executionName: string;
  readonly executionArn: string;
  /** Its records, read anew. What has succeeded is read once. */
  readonly table: RunTable;
  tenants(): Promise<TenantRecord[]>;
  chunks(filter?: ChunkFilter): Promise<ChunkRecord[]>;
  /** Its latest attempt. Undefined if Step Functions has none any more: it keeps them for 90 days. */
  execution(): Promise<DescribeExecutionCommandOutput | undefined>;
}

/** Opens a run, also one that has no records.
 * @param execution The name of its latest attempt, for a run without records. @default the run's id */
export async function openRun(
  stack: Stack,
  workflow: string,
  runId: string,
  execution = runId,
): Promise<OpenRun> {
  const { clients, outputs } = stack;
  const table = new RunTable(clients.dynamodb, outputs.table, workflow, runId);
  const run = await table.run();
  const planned = (by: string) =>
    planOfRun(clients.s3, outputs.platformBucket, { workflow, runId, execution: by });
  // The first plan has all chunks. A resume's plan has those that were left, and says which stages they have.
  const [plan, latest] = await Promise.all(
    [runId, run?.plannedBy ?? runId].map((by) => (run === undefined ? undefined : planned(by))),
  );
  const stages = Object.keys(latest?.stages ?? plan?.stages ?? {});
  const executionName = run?.execution ?? execution;
  const executionArn = executionArnOf(stateMachineOf(stack, workflow), executionName);
  const known = stages.length > 0 ? stages : (stack.declaredStages[workflow] ?? []);
  return {
    ...{ stack, workflow, runId, run, stages: known, executionName, executionArn, table },
    ...(plan !== undefined && { plan }),
    tenants: () => table.tenants(),
    async chunks({ tenant, stage, chunk }: ChunkFilter = {}) {
      // Tenants' chunks are interleaved, so all are read for one tenant.
      const wanted = chunk === undefined ? ((await table.run())?.chunks ?? 0) : [chunk];
      const records = await table.chunks(wanted, stage === undefined ? known : [stage]);
      return records
        .filter((record) => tenant === undefined || record.tenant === tenant)
        .map((record) => withLogGroup(record, outputs.logGroups?.jobs));
    },
    async execution() {
      try {
        return await clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
      } catch (cause) {
        if (cause instanceof Error && cause.name === "ExecutionDoesNotExist") return undefined;
        throw cause;
      }
    },
  };
}

/** A container that died before its program was ready wrote no record: the run's close added its log's stream, and the stack knows the group. */
function withLogGroup(
  record: ChunkRecord,
  jobs: NonNullable<Stack["outputs"]["logGroups"]>[string] = {},
): ChunkRecord {
  const logGroup = typeof jobs === "string" ? jobs : jobs[record.workflow];
  const hasLog = record.tries?.some(({ logStream }) => logStream !== undefined) === true;
  return hasLog && record.logGroup === undefined && logGroup !== undefined ? { ...record, logGroup } : record;
}
