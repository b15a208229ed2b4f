import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { DynamoDBDocumentClient, GetCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import { chunkPrefix, tableKeys, tenantPrefix } from "../../contract/keys.ts";
import type { RunInput } from "../../contract/plan.ts";
import type { ChunkRecord, RunRecord, TenantRecord } from "../../contract/records.ts";
import { reasonOf } from "./execution-failure.ts";
import type { Target } from "./target.ts";

export interface RunOutcome {
  readonly runId: string;
  readonly executionArn: string;
  /** Step Functions' own word: SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  readonly status: string;
  /** Why it ended so, in words. */
  readonly reason: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly tenants: readonly TenantRecord[];
  readonly chunks: readonly ChunkRecord[];
  readonly run: RunRecord | undefined;
}

/** How the run is getting on: called after each look. `run` is undefined until the plan is made. */
export type OnProgress = (run: RunRecord | undefined, chunks: readonly ChunkRecord[]) => void;

/**
 * Starts an execution and follows it to its end. The signal stops the following, not the run. Throws what the AWS SDK
 * throws, and the signal's reason.
 */
export async function startAndFollow(
  target: Target,
  spec: {
    readonly stateMachineArn: string;
    readonly runId: string;
    readonly input: RunInput;
    readonly onProgress: OnProgress;
    readonly signal: AbortSignal;
  },
): Promise<RunOutcome> {
  const sfn = new SFNClient(target.client);
  const dynamodb = new DynamoDBClient(target.client);
  const table = runTable(DynamoDBDocumentClient.from(dynamodb), target.outputs.table);
  try {
    const { stateMachineArn, input, signal } = spec;
    const started = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: spec.runId, input: JSON.stringify(input) }),
    );
    const executionArn = started.executionArn ?? "";
    const runId = input.resume ?? spec.runId;
    for (;;) {
      const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      const [run, chunks] = await Promise.all([table.run(runId), table.chunks(runId)]);
      spec.onProgress(run, chunks);
      if (execution.status !== "RUNNING") {
        return {
          runId,
          executionArn,
          status: execution.status ?? "UNKNOWN",
          reason: reasonOf(execution) || run?.reason || "",
          startedAt: execution.startDate ?? new Date(),
          endedAt: execution.stopDate ?? new Date(),
          tenants: await table.tenants(runId),
          chunks,
          run,
        };
      }
      // Many chunks are many records: look less often, so that following costs little beside the run itself.
      await pause(target.pollMs * Math.max(1, Math.ceil(chunks.length / 1000)), signal);
    }
  } finally {
    sfn.destroy();
    dynamodb.destroy();
  }
}

/** The records of one run. */
function runTable(documents: DynamoDBDocumentClient, TableName: string) {
  const all = async <T>(runId: string, prefix: string): Promise<T[]> => {
    const items: T[] = [];
    const pages = paginateQuery(
      { client: documents },
      {
        TableName,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": tableKeys.run(runId).pk, ":prefix": prefix },
      },
    );
    for await (const page of pages) items.push(...((page.Items ?? []) as T[]));
    return items;
  };
  return {
    chunks: (runId: string) => all<ChunkRecord>(runId, chunkPrefix),
    tenants: (runId: string) => all<TenantRecord>(runId, tenantPrefix),
    async run(runId: string): Promise<RunRecord | undefined> {
      const { Item } = await documents.send(new GetCommand({ TableName, Key: tableKeys.run(runId) }));
      return Item as RunRecord | undefined;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
