import type { DescribeLogGroupsRequest, DescribeLogStreamsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { eventsOf, type LogGroup, type LogStream } from "./log-store.ts";
import { invalidParameter } from "./logs-errors.ts";
import { firstOf } from "./page.ts";

const most = 50;
const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);

/** One page of the groups by name. */
export function describeLogGroups(
  groups: Iterable<LogGroup>,
  arnOf: (group: string) => string,
  input: DescribeLogGroupsRequest,
) {
  const {
    logGroupNamePrefix: prefix,
    logGroupNamePattern: pattern,
    logGroupIdentifiers: identifiers,
  } = input;
  if (prefix !== undefined && pattern !== undefined)
    throw invalidParameter(
      "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
    );
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
  if (identifiers !== undefined && (prefix ?? pattern) !== undefined)
    throw invalidParameter(
      "LogGroup identifiers are mutually exclusive with a LogGroup name prefix or pattern.",
    );
  const wanted = [...groups]
    .filter(({ name }) => name.startsWith(prefix ?? "") && name.includes(pattern ?? ""))
    .filter(({ name }) => identifiers?.some((each) => each === name || each === arnOf(name)) ?? true)
    .sort(byName);
  const { items, nextToken } = firstOf(wanted, input.nextToken, () => input.limit ?? most);
  return {
    logGroups: items.map(({ name, createdAt, retentionDays, isProtected, kmsKeyId }) => ({
      logGroupName: name,
      arn: `${arnOf(name)}:*`,
      logGroupArn: arnOf(name),
      creationTime: createdAt,
      retentionInDays: retentionDays,
      ...{ metricFilterCount: 0, logGroupClass: "STANDARD", kmsKeyId },
      // AWS does not find these in a search by pattern.
      ...(pattern === undefined && { storedBytes: 0, deletionProtectionEnabled: isProtected }),
    })),
    nextToken,
  };
}

/** One page of a group's streams, by name or by their last event. */
export function describeLogStreams(group: LogGroup, groupArn: string, input: DescribeLogStreamsRequest) {
  const { logStreamNamePrefix: prefix, orderBy } = input;
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html
  if (orderBy === "LastEventTime" && prefix !== undefined)
    throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  /** Streams without events come first. */
  const last = (stream: LogStream) => eventsOf(stream).at(-1)?.timestamp ?? 0;
  const byLastEvent = (a: LogStream, b: LogStream) => last(a) - last(b) || byName(a, b);
  const streams = [...group.streams.values()]
    .filter(({ name }) => name.startsWith(prefix ?? ""))
    .sort(orderBy === "LastEventTime" ? byLastEvent : byName);
  if (input.descending) streams.reverse();
  const { items, nextToken } = firstOf(streams, input.nextToken, () => input.limit ?? most);
  return { logStreams: items.map((stream) => described(stream, groupArn)), nextToken };
}

function described(stream: LogStream, groupArn: string) {
  const { name, createdAt } = stream;
  const events = eventsOf(stream);
  return {
    logStreamName: name,
    arn: `${groupArn}:log-stream:${name}`,
    creationTime: createdAt,
    firstEventTimestamp: events[0]?.timestamp,
    lastEventTimestamp: events.at(-1)?.timestamp,
    lastIngestionTime: events.at(-1)?.ingestionTime,
    storedBytes: 0,
  };
}
