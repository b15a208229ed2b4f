import type { ChunkFilter, OpenRun } from "../records/open-run.ts";
import type { LogEvent } from "./log-line.ts";
import { LogReader } from "./log-reader.ts";
import { logsOf, type StageLog } from "./stage-log.ts";

/** Logs that are read at once. */
const atOnce = 4;

/**
 * Hands out the lines of a run's logs as they appear, until the run has ended.
 * @param pause Waits a number of milliseconds; it throws to end the following.
 * @param onEvents Receives new events of one log, in the order of time.
 */
export async function followLogs(
  run: OpenRun,
  filter: ChunkFilter,
  pause: (ms: number) => Promise<void>,
  onEvents: (log: StageLog, events: readonly LogEvent[]) => void,
): Promise<void> {
  const { logs } = run.stack.clients;
  const readers = new Map<string, LogReader>();
  const done = new Set<string>();
  for (;;) {
    // Asked before the records: what they say after the run's end is their last word.
    const isOver = (await run.execution())?.status !== "RUNNING";
    if (isOver) await pause(run.stack.pollMs);
    const open = (await run.chunks(filter)).flatMap(logsOf).filter(({ stream }) => !done.has(stream));
    const waiting = [...open];
    const read = async () => {
      for (let log = waiting.shift(); log !== undefined; log = waiting.shift()) {
        const reader = readers.get(log.stream) ?? new LogReader(logs, log);
        readers.set(log.stream, reader);
        let isQuiet = true;
        for await (const events of reader.next()) {
          isQuiet = false;
          onEvents(log, events);
        }
        // A container's last lines arrive after its record.
        if (log.isEnded && isQuiet) done.add(log.stream);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, read));
    if (isOver) return;
    // CloudWatch Logs answers 25 requests a second: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
    await pause(run.stack.pollMs * Math.max(1, Math.ceil(open.length / 20)));
  }
}
