import type * as api from "@aws-sdk/client-cloudwatch-logs";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { validationError } from "../../host/gateway/input-check.ts";
import { awsJsonService } from "../../host/gateway/protocols/aws-json.ts";
import type { Call, Service } from "../../host/gateway/service.ts";
import { accountId } from "../../host/identity/principal.ts";
import { filterPattern } from "./filter-pattern.ts";
import { type LogGroup, LogStore, type LogStream, type StoredEvent } from "./log-store.ts";
import { checkedRetention } from "./retention.ts";

export class Logs extends LogStore {
  readonly service: Service;
  readonly #region: string;

  /** `dir` has one folder for each log group, with a text file for each stream. */
  constructor({ dir, clock, region = "eu-central-1" }: { dir: string; clock: Clock; region?: string }) {
    super(dir, clock);
    this.#region = region;
    this.service = awsJsonService({
      signingName: "logs",
      check: { model: "logs", frame: validationError("InvalidParameterException") },
      version: "1.1",
      operations: {
        CreateLogGroup: (input: api.CreateLogGroupCommandInput, call) => {
          const name = required("logGroupName", input.logGroupName);
          this.#authorise(call, "CreateLogGroup", name);
          this.createNewGroup(name);
        },
        CreateLogStream: (input: api.CreateLogStreamCommandInput, call) => {
          const group = this.#group(call, "CreateLogStream", input);
          const name = required("logStreamName", input.logStreamName);
          if (group.streams.has(name)) throw alreadyExists("log stream");
          this.createStream(group.name, name);
        },
        DeleteLogGroup: (input: api.DeleteLogGroupCommandInput, call) => {
          this.deleteGroup(this.#group(call, "DeleteLogGroup", input).name);
        },
        DeleteLogStream: (input: api.DeleteLogStreamCommandInput, call) => {
          const group = this.#group(call, "DeleteLogStream", input);
          this.deleteStream(group.name, streamOf(group, input.logStreamName).name);
        },
        PutRetentionPolicy: (input: api.PutRetentionPolicyCommandInput, call) => {
          const { name } = this.#group(call, "PutRetentionPolicy", input);
          this.setRetention(name, checkedRetention(input.retentionInDays));
        },
        DeleteRetentionPolicy: (input: api.DeleteRetentionPolicyCommandInput, call) => {
          this.setRetention(this.#group(call, "DeleteRetentionPolicy", input).name, undefined);
        },
        PutLogEvents: (input: api.PutLogEventsCommandInput, call) => {
          const group = this.#group(call, "PutLogEvents", input);
          const stream = streamOf(group, input.logStreamName);
          const { logEvents = [] } = input;
          const events = logEvents.map(({ timestamp = 0, message = "" }) => ({ timestamp, message }));
          this.put(group.name, stream.name, events);
          return { nextSequenceToken: String(stream.events.length) };
        },
        GetLogEvents: (input: api.GetLogEventsCommandInput, call) =>
          getLogEvents(streamOf(this.#group(call, "GetLogEvents", input), input.logStreamName), input),
        FilterLogEvents: (input: api.FilterLogEventsCommandInput, call) =>
          filterLogEvents(this.#group(call, "FilterLogEvents", input), input),
        DescribeLogGroups: (input: api.DescribeLogGroupsCommandInput, call) => {
          const { logGroupNamePrefix: prefix = "" } = input;
          this.#authorise(call, "DescribeLogGroups", prefix || "*");
          const groups = [...this.groups.values()]
            .filter(({ name }) => name.startsWith(prefix))
            .sort((a, b) => (a.name < b.name ? -1 : 1));
          const { items, nextToken } = page(groups, input.limit ?? 50, input.nextToken);
          return { logGroups: items.map((group) => this.#describeGroup(group)), nextToken };
        },
        DescribeLogStreams: (input: api.DescribeLogStreamsCommandInput, call) => {
          const group = this.#group(call, "DescribeLogStreams", input);
          return describeLogStreams(group, this.#arn(group.name), input);
        },
      },
    });
  }

  /** Sets how long events are kept, in days; undefined: for ever. Throws ResourceNotFoundException. */
  setRetention(groupName: string, days: number | undefined): void {
    const group = this.groups.get(groupName);
    if (group === undefined) throw notFound(`group does not exist: ${groupName}`);
    group.retentionDays = days;
  }

  /** Throws ResourceAlreadyExistsException. */
  createNewGroup(name: string, retentionDays?: number): void {
    if (this.groups.has(name)) throw alreadyExists("log group");
    this.createGroup(name, retentionDays);
  }

  #arn(group: string): string {
    return `arn:aws:logs:${this.#region}:${accountId}:log-group:${group}`;
  }

  #authorise(call: Call, operation: string, group: string): void {
    call.authorise(`logs:${operation}`, `${this.#arn(group)}:*`);
  }

  #group(
    call: Call,
    operation: string,
    input: Pick<api.GetLogEventsCommandInput, "logGroupName" | "logGroupIdentifier">,
  ): LogGroup {
    const identified = input.logGroupIdentifier?.replace(/^arn:[^/]*:log-group:/, "").replace(/:\*$/, "");
    const named = input.logGroupName ?? identified;
    const name = required("logGroupName", named);
    this.#authorise(call, operation, name);
    const group = this.groups.get(name);
    if (group === undefined) throw notFound(`group does not exist: ${name}`);
    return group;
  }

  #describeGroup({ name, createdAt, retentionDays }: LogGroup) {
    return {
      logGroupName: name,
      arn: `${this.#arn(name)}:*`,
      logGroupArn: this.#arn(name),
      creationTime: createdAt,
      retentionInDays: retentionDays,
    };
  }
}

function getLogEvents(stream: LogStream, input: api.GetLogEventsCommandInput) {
  const events = within(stream.events, input.startTime, input.endTime);
  const limit = input.limit ?? 10_000;
  const [direction, place] = String(input.nextToken).split("/");
  let start: number;
  if (direction === "f") start = Number(place);
  else if (direction === "b") start = Math.max(0, Number(place) - limit);
  else start = input.startFromHead ? 0 : Math.max(0, events.length - limit);
  const end = direction === "b" ? Number(place) : Math.min(events.length, start + limit);
  // As on AWS, a reader is at the end when it receives the token that it sent.
  return {
    events: events
      .slice(start, end)
      .map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: `f/${end}`,
    nextBackwardToken: `b/${start}`,
  };
}

function filterLogEvents(group: LogGroup, input: api.FilterLogEventsCommandInput) {
  const { filterPattern: pattern = "", logStreamNamePrefix: prefix = "" } = input;
  const matches = filterPattern(pattern);
  // Unlike GetLogEvents, this operation includes an event at `endTime`.
  const endTime = input.endTime === undefined ? undefined : input.endTime + 1;
  const wanted = input.logStreamNames === undefined ? undefined : new Set(input.logStreamNames);
  const found = [...group.streams.values()]
    .filter(({ name }) => wanted?.has(name) ?? name.startsWith(prefix))
    .flatMap((stream) =>
      within(stream.events, input.startTime, endTime)
        .filter(({ message }) => matches(message))
        .map((event) => ({ ...event, logStreamName: stream.name })),
    )
    .sort((a, b) => a.timestamp - b.timestamp || a.order - b.order)
    .map(({ order, ...event }) => ({ ...event, eventId: String(order).padStart(20, "0") }));
  const { items, nextToken } = page(found, input.limit ?? 10_000, input.nextToken);
  return { events: items, nextToken, searchedLogStreams: [] };
}

function describeLogStreams(group: LogGroup, groupArn: string, input: api.DescribeLogStreamsCommandInput) {
  const byName = (a: LogStream, b: LogStream) => (a.name < b.name ? -1 : 1);
  const { logStreamNamePrefix: prefix = "" } = input;
  /** Streams without events come first. */
  const last = ({ events }: LogStream) => events.at(-1)?.timestamp ?? 0;
  const byLastEvent = (a: LogStream, b: LogStream) => last(a) - last(b) || byName(a, b);
  const streams = [...group.streams.values()]
    .filter(({ name }) => name.startsWith(prefix))
    .sort(input.orderBy === "LastEventTime" ? byLastEvent : byName);
  if (input.descending) streams.reverse();
  const { items, nextToken } = page(streams, input.limit ?? 50, input.nextToken);
  return {
    logStreams: items.map(({ name, createdAt, events }) => ({
      logStreamName: name,
      arn: `${groupArn}:log-stream:${name}`,
      creationTime: createdAt,
      firstEventTimestamp: events[0]?.timestamp,
      lastEventTimestamp: events.at(-1)?.timestamp,
      lastIngestionTime: events.at(-1)?.ingestionTime,
    })),
    nextToken,
  };
}

/** The token is the position of the next page. */
function page<T>(items: readonly T[], limit: number, token: string | undefined) {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0)
    throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  const end = start + limit;
  return { items: items.slice(start, end), nextToken: end < items.length ? String(end) : undefined };
}

/** `start` ≤ timestamp < `end`. */
function within(events: readonly StoredEvent[], start = 0, end = Number.POSITIVE_INFINITY): StoredEvent[] {
  return events.filter(({ timestamp }) => timestamp >= start && timestamp < end);
}

function streamOf(group: LogGroup, name: string | undefined): LogStream {
  const stream = group.streams.get(required("logStreamName", name));
  if (stream === undefined) throw notFound(`stream does not exist: ${name} in ${group.name}`);
  return stream;
}

function required(field: string, value: string | undefined): string {
  if (value === undefined || value === "")
    throw new AwsError("InvalidParameterException", `${invalid}: '${field}' must not be empty`);
  return value;
}

const invalid = "1 validation error detected";

function notFound(what: string): AwsError {
  return new AwsError("ResourceNotFoundException", `The specified log ${what}`);
}

function alreadyExists(what: string): AwsError {
  return new AwsError("ResourceAlreadyExistsException", `The specified ${what} already exists`);
}
