import pLimit from "p-limit";
import { pauseFor, type Steadiness, steadily } from "../follow/steadily.ts";
import type { ChunkFilter, OpenRun } from "../records/open-run.ts";
import type { LogEvent } from "./log-line.ts";
import { LogReader } from "./log-reader.ts";
import { logsOf, type StageLog } from "./stage-log.ts";

/** Logs that are read at once. */
const atOnce = 4;

/**
 * Hands out the lines of a run's logs as they appear, until the run has ended. While the network is away or AWS throttles, it waits.
 * @param onEvents Receives new events of one log, in the order of time.
 */
export async function followLogs(
  run: OpenRun,
  filter: ChunkFilter,
  steadiness: Steadiness,
  onEvents: (log: StageLog, events: readonly LogEvent[]) => void,
): Promise<void> {
  const { signal, pause = (ms: number) => pauseFor(ms, signal) } = steadiness;
  const { pollMs } = run.stack;
  const logs = new OpenLogs(run, filter, onEvents);
  for (;;) {
    // Asked before the records: what they say after the run's end is their last word.
    const isOver = (await steadily(() => run.execution(), steadiness))?.status !== "RUNNING";
    if (isOver) await pause(pollMs);
    await steadily(() => logs.read(), steadiness);
    if (isOver) return;
    // CloudWatch Logs answers 25 requests a second: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
    await pause(pollMs * Math.max(1, Math.ceil(logs.open / 20)));
  }
}

/** The logs of a run that may still have new lines. */
class OpenLogs {
  readonly #run: OpenRun;
  readonly #filter: ChunkFilter;
  readonly #onEvents: (log: StageLog, events: readonly LogEvent[]) => void;
  readonly #readers = new Map<string, LogReader>();
  readonly #done = new Set<string>();
  readonly #limit = pLimit(atOnce);
  /** How many were read last. */
  open = 0;

  constructor(
    run: OpenRun,
    filter: ChunkFilter,
    onEvents: (log: StageLog, events: readonly LogEvent[]) => void,
  ) {
    this.#run = run;
    this.#filter = filter;
    this.#onEvents = onEvents;
  }

  /** Reads what is new. After a failure, the next call goes on where this one ended. */
  async read(): Promise<void> {
    const records = await this.#run.chunks(this.#filter);
    const open = records.flatMap(logsOf).filter(({ stream }) => !this.#done.has(stream));
    this.open = open.length;
    await Promise.all(open.map((log) => this.#limit(() => this.#readLog(log))));
  }

  async #readLog(log: StageLog): Promise<void> {
    const reader = this.#readers.get(log.stream) ?? new LogReader(this.#run.stack.clients.logs, log);
    this.#readers.set(log.stream, reader);
    let isQuiet = true;
    for await (const events of reader.next()) {
      isQuiet = false;
      this.#onEvents(log, events);
    }
    // A container's last lines arrive after its record.
    if (log.isEnded && isQuiet) this.#done.add(log.stream);
  }
}
