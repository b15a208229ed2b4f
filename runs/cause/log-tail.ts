import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { Cause } from "../../contract/causes.ts";
import { logTail } from "../logs/log-reader.ts";

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
      const log = { group: example.logGroup, stream: example.logStream };
      const lines = (await logTail(logs, log, linesShown)).map(({ message }) => message);
      return lines.length === 0 ? cause : { ...cause, example: { ...example, logTail: lines } };
    }),
  );
}
