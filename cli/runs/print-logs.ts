import { styleText } from "node:util";
import { plural, printable } from "@batchline/diagnostics";
import { followLogs } from "../../runs/logs/follow-logs.ts";
import { type LogEvent, lineText, parsed } from "../../runs/logs/log-line.ts";
import { LogReader, logTail } from "../../runs/logs/log-reader.ts";
import { logsOf, type StageLog } from "../../runs/logs/stage-log.ts";
import type { ChunkFilter, OpenRun } from "../../runs/records/open-run.ts";
import { localTime } from "./time-text.ts";

/** Logs that are printed when the caller does not name a tenant, a stage or a chunk. */
const mostUnnamed = 50;

interface PrintOptions {
  readonly json: boolean;
  /** Only the last lines of each log. */
  readonly tail?: number;
}

/** Prints the logs of a run, one after the other: by chunk, stage and attempt. */
export async function printLogs(
  run: OpenRun,
  filter: ChunkFilter,
  { json, tail }: PrintOptions,
): Promise<void> {
  const records = await run.chunks(filter);
  const isNamed = Object.keys(filter).length > 0;
  const failedFirst = isNamed ? records : records.toSorted((a, b) => rank(a.status) - rank(b.status));
  const logs = failedFirst.flatMap(logsOf);
  const shown = isNamed ? logs : logs.slice(0, mostUnnamed);
  const { logs: client } = run.stack.clients;
  const documents: object[] = [];
  for (const log of shown) {
    if (!json) console.log(styleText("bold", title(log)));
    const pages = tail === undefined ? new LogReader(client, log).next() : [await logTail(client, log, tail)];
    let lines = 0;
    for await (const events of pages) {
      lines += events.length;
      for (const event of events)
        if (json) documents.push(document(log, event));
        else console.log(`  ${line(event)}`);
    }
    if (!json && lines === 0) console.log(styleText("dim", "  no lines"));
  }
  if (json) console.log(JSON.stringify(documents, null, 2));
  if (shown.length < logs.length) {
    const left = plural(logs.length - shown.length, "more log");
    console.error(`${left}: name them with --tenant, --stage or --chunk`);
  }
  if (logs.length === 0) console.error("no container has begun, so there are no logs");
}

/** Prints lines of a run's logs as they appear, until it has ended. With `json` a document a line. */
export async function followedLogs(
  run: OpenRun,
  filter: ChunkFilter,
  { json, signal }: { readonly json: boolean; readonly signal: AbortSignal },
): Promise<void> {
  await followLogs(run, filter, { signal, say: (line) => console.error(line) }, (log, events) => {
    for (const event of events)
      console.log(
        json ? JSON.stringify(document(log, event)) : `${styleText("dim", title(log))}  ${line(event)}`,
      );
  });
}

const rank = (status: string) => (status === "SUCCEEDED" ? 1 : 0);

/** `acme-outdoor 17 download`; later attempts have their number: `acme-outdoor 17 download #2`. */
function title({ tenant, chunk, stage, attempt }: StageLog): string {
  return `${printable(tenant)} ${chunk} ${stage}${attempt > 1 ? ` #${attempt}` : ""}`;
}

function line({ time, message }: LogEvent): string {
  return `${localTime(time).slice("2026-11-28 ".length)} ${printable(lineText(message))}`;
}

function document({ tenant, chunk, stage, attempt }: StageLog, { time, message }: LogEvent): object {
  return { tenant, chunk, stage, attempt, time, message: parsed(message) ?? message };
}
