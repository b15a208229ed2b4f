import type { HistoryEvent, LoggingConfiguration } from "@aws-sdk/client-sfn";
import { must } from "@batchline/diagnostics";
import { withoutData } from "@batchline/state-machines";
import { type LogStore, logGroupName } from "../logs/log-store.ts";
import type { Execution } from "./execution.ts";

/** Writes an event as a line of JSON to `states/<machine>/<yyyy-mm-dd-hh>/00000000` in the machine's log group. */
export function writeLog(logs: Pick<LogStore, "put">, execution: Execution, event: HistoryEvent): void {
  const { machine } = execution;
  const configuration = machine.loggingConfiguration;
  const arn = configuration?.destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn;
  const group = arn === undefined ? undefined : logGroupName(arn);
  if (group === undefined || !isLogged(event, configuration?.level)) return;
  const timestamp = must(event.timestamp, "the history sets the time").getTime();
  const hour = new Date(timestamp).toISOString().slice(0, 13).replace("T", "-");
  const shown = configuration?.includeExecutionData ? event : withoutData(event);
  const { type, id, previousEventId, timestamp: _, ...details } = shown;
  const line = {
    details: Object.assign({}, ...Object.values(details)),
    redrive_count: String(execution.redriveCount),
    id: String(id),
    type,
    previous_event_id: String(previousEventId),
    event_timestamp: String(timestamp),
    execution_arn: execution.arn,
    map_run_arn: execution.mapRunArn,
  };
  const stream = `states/${machine.name.replace("/", "-")}/${hour}/00000000`;
  logs.put(group, stream, [{ timestamp, message: JSON.stringify(line) }]);
}

const fatal = new Set(["ExecutionAborted", "ExecutionFailed", "ExecutionTimedOut"]);

/** https://docs.aws.amazon.com/step-functions/latest/dg/cloudwatch-log-level.html */
function isLogged({ type = "ExecutionStarted" }: HistoryEvent, level: LoggingConfiguration["level"]) {
  if (level === "ERROR") return type === "FailStateEntered" || /(Failed|TimedOut|Aborted)$/.test(type);
  return level === "ALL" || (level === "FATAL" && fatal.has(type));
}
