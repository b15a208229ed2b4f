import { type CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { LogEvent } from "./log-line.ts";
import type { StageLog } from "./stage-log.ts";

/** Reads a log from its beginning, as often as one asks: each time what is new. */
export class LogReader {
  readonly #logs: CloudWatchLogsClient;
  readonly #from: { readonly logGroupName: string; readonly logStreamName: string };
  #token: string | undefined;

  constructor(logs: CloudWatchLogsClient, { group, stream }: Pick<StageLog, "group" | "stream">) {
    this.#logs = logs;
    this.#from = { logGroupName: group, logStreamName: stream };
  }

  /** Events since the last call, in pages. None for a stream that does not exist: not yet, or no more. */
  async *next(): AsyncGenerator<readonly LogEvent[]> {
    for (;;) {
      const input = { ...this.#from, startFromHead: true, nextToken: this.#token };
      const page = await readPage(this.#logs, input);
      if (page === undefined) return;
      const { events = [], nextForwardToken } = page;
      // AWS returns the token that it was sent at the end of a stream. A page may be empty before.
      const isEnd = nextForwardToken === this.#token;
      this.#token = nextForwardToken;
      if (events.length > 0) yield events.map(asLogEvent);
      if (isEnd) return;
    }
  }
}

/** The last lines of a log, oldest first. Empty for a stream that does not exist. @param most At most 10,000 lines. */
export async function logTail(
  logs: CloudWatchLogsClient,
  { group, stream }: Pick<StageLog, "group" | "stream">,
  most: number,
): Promise<LogEvent[]> {
  const input = { logGroupName: group, logStreamName: stream, startFromHead: false, limit: most };
  const page = await readPage(logs, input);
  return (page?.events ?? []).map(asLogEvent);
}

async function readPage(
  logs: CloudWatchLogsClient,
  input: ConstructorParameters<typeof GetLogEventsCommand>[0],
) {
  try {
    return await logs.send(new GetLogEventsCommand(input));
  } catch (cause) {
    if (cause instanceof Error && cause.name === "ResourceNotFoundException") return undefined;
    throw cause;
  }
}

function asLogEvent({ timestamp = 0, message = "" }: { timestamp?: number; message?: string }): LogEvent {
  return { time: new Date(timestamp).toISOString(), message: message.trimEnd() };
}
