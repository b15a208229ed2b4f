import { type CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { LogLine } from "../view.ts";

/** Lines that a chunk's detail shows. */
const linesShown = 60;

/** The last lines of a stream, oldest first. None if there is no such stream any more: logs are kept for some days only. */
export async function logTail(
  logs: CloudWatchLogsClient,
  logGroupName: string,
  logStreamName: string,
): Promise<LogLine[]> {
  const input = { logGroupName, logStreamName, limit: linesShown, startFromHead: false };
  try {
    const { events = [] } = await logs.send(new GetLogEventsCommand(input));
    return events.map(({ timestamp = 0, message = "" }) => ({
      at: new Date(timestamp).toISOString(),
      line: message,
    }));
  } catch (cause) {
    if (cause instanceof Error && cause.name === "ResourceNotFoundException") return [];
    throw cause;
  }
}
