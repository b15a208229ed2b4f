import type { HistoryEvent, LoggingConfiguration } from "@aws-sdk/client-sfn";
import { must } from "@batchline/diagnostics";
import { withoutData } from "@batchline/state-machines";
import { logGroupName } from "../logs/log-group-name.ts";
import type { Execution } from "./execution.ts";

/** The part of CloudWatch Logs that executions write to. */
export interface LogSink {
  put(group: string, stream: string, events: { timestamp: number; message: string }[]): void;
}

/**
 * Writes an event of an execution to the log group in its machine's loggingConfiguration: one line of JSON in the stream
 * `states/<machine>/<yyyy-mm-dd-hh>/00000000`.
 */
export function writeLog(sink: LogSink, execution: Execution, event: HistoryEvent): void {
  const { machine } = execution;
  const configuration = machine.loggingConfiguration;
  const group = logGroupOf(configuration);
  if (group === undefined || !isLogged(event, configuration?.level)) return;
  const timestamp = must(event.timestamp, "the history sets the time").getTime();
  const hour = new Date(timestamp).toISOString().slice(0, 13).replace("T", "-");
  const {
    type,
    id,
    previousEventId,
    timestamp: _,
    ...details
  } = configuration?.includeExecutionData ? event : withoutData(event);
  const line = {
    details: Object.assign({}, ...Object.values(details)),
    redrive_count: String(execution.redriveCount),
    id: String(id),
    type,
    previous_event_id: String(previousEventId),
    event_timestamp: String(timestamp),
    execution_arn: execution.arn,
    ...(execution.mapRunArn === undefined ? {} : { map_run_arn: execution.mapRunArn }),
  };
  const stream = `states/${machine.name.replace("/", "-")}/${hour}/00000000`;
  sink.put(group, stream, [{ timestamp, message: JSON.stringify(line) }]);
}

/** `arn:aws:logs:<region>:<account>:log-group:<name>:*` */
function logGroupOf(configuration: LoggingConfiguration | undefined): string | undefined {
  const arn = configuration?.destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn;
  return arn === undefined ? undefined : logGroupName(arn);
}

const fatal = new Set(["ExecutionAborted", "ExecutionFailed", "ExecutionTimedOut"]);

/** https://docs.aws.amazon.com/step-functions/latest/dg/cloudwatch-log-level.html */
function isLogged(
  { type = "ExecutionStarted" }: HistoryEvent,
  level: LoggingConfiguration["level"],
): boolean {
  switch (level) {
    case "ALL":
      return true;
    case "ERROR":
      return type === "FailStateEntered" || /(Failed|TimedOut|Aborted)$/.test(type);
    case "FATAL":
      return fatal.has(type);
    default:
      return false;
  }
}
