import type { FilterLogEventsRequest, GetLogEventsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { nextTurn } from "@batchline/clock";
import { filterPattern } from "./filter-pattern/filter-pattern.ts";
import { eventsOf, type LogGroup, type LogStream, type StoredEvent } from "./log-store.ts";
import { invalidParameter, notFound } from "./logs-errors.ts";
import { firstOf } from "./page.ts";

/** Events that an answer has at most. */
const most = 10_000;
/** Bytes that an answer has at most. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
const mostBytes = 1_048_576;
/** So long one request may keep others waiting. */
const turnMs = 20;

/** One page of a stream's events. A token names a direction and the position where the last page ended. */
export function getLogEvents(stream: LogStream, input: GetLogEventsRequest) {
  const events = within(eventsOf(stream), input.startTime, input.endTime);
  const { limit = most, nextToken, startFromHead } = input;
  const [, direction, place] = /^([fb])\/(\d{1,12})$/.exec(nextToken ?? "") ?? [];
  if (nextToken !== undefined && direction === undefined)
    throw invalidParameter("The specified nextToken is invalid.");
  const at = Math.min(Number(place ?? (startFromHead ? 0 : events.length)), events.length);
  const isForward = direction === undefined ? startFromHead === true : direction === "f";
  const start = isForward ? at : at - fitting(events.slice(Math.max(0, at - limit), at).reverse());
  const end = isForward ? at + fitting(events.slice(at, at + limit)) : at;
  // As on AWS, a reader is at the end when it receives the token that it sent.
  return {
    events: events
      .slice(start, end)
      .map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: `f/${end}`,
    nextBackwardToken: `b/${start}`,
  };
}

/** One page of a group's events that match, in the order of time. Gives way to other requests now and then. */
export async function filterLogEvents(group: LogGroup, input: FilterLogEventsRequest) {
  const { filterPattern: pattern = "", limit = most } = input;
  const matches = filterPattern(pattern);
  // Unlike GetLogEvents, this operation includes an event at `endTime`.
  const endTime = input.endTime === undefined ? undefined : input.endTime + 1;
  const found: (StoredEvent & { readonly logStreamName: string })[] = [];
  let turnEnds = performance.now() + turnMs;
  for (const stream of searched(group, input)) {
    for (const event of within(eventsOf(stream), input.startTime, endTime)) {
      if (matches(event.message)) found.push({ ...event, logStreamName: stream.name });
      if (performance.now() > turnEnds) {
        await nextTurn();
        turnEnds = performance.now() + turnMs;
      }
    }
  }
  found.sort((a, b) => a.timestamp - b.timestamp || a.order - b.order);
  const { items, nextToken } = firstOf(found, input.nextToken, (rest) => fitting(rest.slice(0, limit)));
  return {
    events: items.map(({ order, ...event }) => ({ ...event, eventId: String(order).padStart(20, "0") })),
    nextToken,
    searchedLogStreams: [],
  };
}

function searched(group: LogGroup, input: FilterLogEventsRequest): readonly LogStream[] {
  const { logStreamNamePrefix: prefix, logStreamNames: names } = input;
  if (names !== undefined && prefix !== undefined)
    throw invalidParameter("LogStream names and LogStream name prefix are mutually exclusive parameters.");
  if (names === undefined)
    return [...group.streams.values()].filter(({ name }) => name.startsWith(prefix ?? ""));
  return [...new Set(names)].map((name) => {
    const stream = group.streams.get(name);
    if (stream === undefined) throw notFound("stream");
    return stream;
  });
}

/** How many of the first events are in one answer: at least one. */
function fitting(events: readonly StoredEvent[]): number {
  let bytes = 0;
  const index = events.findIndex(({ message }) => {
    bytes += Buffer.byteLength(message);
    return bytes > mostBytes;
  });
  return index === -1 ? events.length : Math.max(1, index);
}

/** `start` ≤ timestamp < `end`. */
function within(
  events: readonly StoredEvent[],
  start = 0,
  end = Number.POSITIVE_INFINITY,
): readonly StoredEvent[] {
  return events.filter(({ timestamp }) => timestamp >= start && timestamp < end);
}
