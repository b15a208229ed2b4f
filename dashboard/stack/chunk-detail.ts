import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { defined } from "@batchline/diagnostics";
import { type ChunkRecord, noItems } from "../../contract/records.ts";
import { explainFailure } from "../../workflow-kit/causes/explain-failure.ts";
import { statusOf } from "../from-records/matrix.ts";
import { triesOf } from "../from-records/timeline.ts";
import type { ChunkStageView, LogLine } from "../view.ts";
import { ifAllowed } from "./if-allowed.ts";
import { logTail } from "./log-tail.ts";

/** One stage of a chunk, with the end of its latest try's log.
 * @param record Undefined: it has none yet.
 * @param isOver Whether the run has ended. */
export async function stageDetail(
  logs: CloudWatchLogsClient,
  stage: string,
  record: ChunkRecord | undefined,
  isOver: boolean,
): Promise<ChunkStageView> {
  if (record === undefined)
    return { stage, status: isOver ? "notStarted" : "waiting", items: noItems, tries: [] };
  const { items, total, startedAt, endedAt, heardAt, where, result, failures, status } = record;
  const explained = status === "FAILED" || record.error !== undefined ? explainFailure(record) : undefined;
  return {
    ...{ stage, status: statusOf(record), items, startedAt, tries: triesOf(record) },
    ...defined({ total, endedAt, heardAt, where, result, failures }),
    ...defined({ cause: explained?.sentence, advice: explained?.help }),
    ...defined({ logTail: await tailOf(logs, record) }),
  };
}

function tailOf(
  logs: CloudWatchLogsClient,
  { logGroup, logStream, tries }: ChunkRecord,
): Promise<LogLine[] | undefined> {
  const stream = tries?.findLast((one) => one.logStream !== undefined)?.logStream ?? logStream;
  if (logGroup === undefined || stream === undefined) return Promise.resolve(undefined);
  return ifAllowed(() => logTail(logs, logGroup, stream));
}
