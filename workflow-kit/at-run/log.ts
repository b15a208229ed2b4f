import { withoutUserInfo } from "@batchline/diagnostics";
import pino, { type DestinationStream, type Logger } from "pino";

/** A log of JSON lines on standard output, for CloudWatch Logs. Each is written at once, so that none is lost when the process exits. URLs lose their user info. @example openLog().info({ items: 3 }, "fetched"); */
export function openLog(destination: DestinationStream = pino.destination({ dest: 1, sync: true })): Logger {
  return pino(
    {
      ...{ base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: withoutUserInfo } },
      formatters: { level: (level) => ({ level }) },
    },
    destination,
  );
}
