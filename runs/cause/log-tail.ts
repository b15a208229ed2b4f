import { type CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Cause } from "../../contract/causes.ts";

/** Lines of a log that are shown with a cause. */
const linesShown = 12;
/** Causes whose logs are read. */
const mostLogs = 10;

/** The causes, the first with the last lines of their example's log. */
export async function withLogTails(logs: CloudWatchLogsClient, causes: readonly Cause[]): Promise<Cause[]> {
  return Promise.all(
    causes.map(async (cause, place) => {
      const { example } = cause;
      if (place >= mostLogs || example?.logStream === undefined || example.logGroup === undefined)
        return cause;
      const logTail = await lastLines(logs, example.logGroup, example.logStream);
      return logTail.length === 0 ? cause : { ...cause, example: { ...example, logTail } };
    }),
  );
}

/** The last lines of a stream, oldest first. None if there is no such stream: logs are kept for some days only. */
async function lastLines(
  logs: CloudWatchLogsClient,
  logGroupName: string,
  logStreamName: string,
): Promise<string[]> {
  const input = { logGroupName, logStreamName, limit: linesShown, startFromHead: false };
  try {
    const { events = [] } = await logs.send(new GetLogEventsCommand(input));
    return events.flatMap(({ message }) => message ?? []);
  } catch (cause) {
    if (cause instanceof Error && cause.name === "ResourceNotFoundException") return [];
    throw cause;
  }
}
