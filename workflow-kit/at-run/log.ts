import pino, { type Logger } from "pino";

/**
 * JSON lines on standard output, which Batch sends to CloudWatch Logs. Written at once, so that nothing is
 * lost when the process exits.
 */
export function openLog(): Logger {
  return pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    pino.destination({ dest: 1, sync: true }),
  );
}
