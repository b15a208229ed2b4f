import type * as api from "@aws-sdk/client-cloudwatch-logs";
import type { Clock } from "@batchline/clock";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { awsJsonService } from "../../host/gateway/protocols/aws-json.ts";
import type { Call, Operations, Service } from "../../host/gateway/service.ts";
import { accountId } from "../../host/identity/principal.ts";
import { coverage } from "./coverage.ts";
import { describeLogGroups, describeLogStreams } from "./describe.ts";
import { type GroupSettings, type LogGroup, LogStore, type LogStream } from "./log-store.ts";
import { alreadyExists, invalidParameter, notFound, refusedInput } from "./logs-errors.ts";
import { acceptedEvents, checkBatch } from "./put-log-events.ts";
import { filterLogEvents, getLogEvents } from "./read-events.ts";
import { checkedRetention } from "./retention.ts";

/** Names a group: exactly one of both. */
type GroupReference = Pick<api.GetLogEventsRequest, "logGroupName" | "logGroupIdentifier"> & {
  /** Of the operations on one stream. */
  readonly logStreamName?: string | undefined;
};

/** 1 MiB of messages, each character of which JSON may write as six. */
const maxBodyBytes = 8 * 1024 ** 2;

export class Logs extends LogStore {
  readonly service: Service;
  readonly #region: string;

  /** `dir` has one folder for each log group, with a text file for each stream. */
  constructor({ dir, clock, region = "eu-central-1" }: { dir: string; clock: Clock; region?: string }) {
    super(dir, clock);
    this.#region = region;
    const service = awsJsonService({
      signingName: "logs",
      check: { model: "logs", coverage, frame: refusedInput },
      version: "1.1",
      operations: { ...this.#groupOperations(), ...this.#tagOperations(), ...this.#eventOperations() },
    });
    this.service = { ...service, maxBodyBytes };
  }

  /** Sets how long events are kept, in days; undefined: for ever. Throws ResourceNotFoundException. */
  setRetention(groupName: string, days: number | undefined): void {
    this.#existing(groupName).retentionDays = days;
  }

  /** Throws ResourceAlreadyExistsException, and InvalidParameterException for a reserved name. */
  createNewGroup(name: string, retentionDays?: number, settings?: GroupSettings): LogGroup {
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
    if (name.startsWith("aws/"))
      throw invalidParameter("Log groups starting with AWS/ are reserved for AWS.");
    if (this.groups.has(name)) throw alreadyExists("group");
    return this.createGroup(name, retentionDays, settings);
  }

  /** Deletes a group, if it exists. Throws ValidationException if it is protected. */
  deleteUnprotected(name: string): void {
    if (this.groups.get(name)?.isProtected)
      throw new AwsError(
        "ValidationException",
        "The log group cannot be deleted, because deletion protection is enabled.",
      );
    this.deleteGroup(name);
  }

  #groupOperations(): Operations {
    return {
      CreateLogGroup: (input: api.CreateLogGroupRequest, call) => {
        const { logGroupName = "", deletionProtectionEnabled = false, tags, kmsKeyId } = input;
        this.#authorise(call, "CreateLogGroup", logGroupName);
        if (Object.keys(tags ?? {}).length > 0) this.#authorise(call, "TagResource", logGroupName);
        const group = this.createNewGroup(logGroupName, undefined, { tags, kmsKeyId });
        group.isProtected = deletionProtectionEnabled;
      },
      DeleteLogGroup: (input: api.DeleteLogGroupRequest, call) => {
        this.deleteUnprotected(this.#group(call, "DeleteLogGroup", input).name);
      },
      PutLogGroupDeletionProtection: (input: api.PutLogGroupDeletionProtectionRequest, call) => {
        const group = this.#group(call, "PutLogGroupDeletionProtection", input);
        group.isProtected = input.deletionProtectionEnabled ?? false;
      },
      DescribeLogGroups: (input: api.DescribeLogGroupsRequest, call) => {
        this.#authorise(call, "DescribeLogGroups", input.logGroupNamePrefix ?? "");
        return describeLogGroups(this.groups.values(), (name) => this.#arn(name), input);
      },
      PutRetentionPolicy: (input: api.PutRetentionPolicyRequest, call) => {
        const { name } = this.#group(call, "PutRetentionPolicy", input);
        this.setRetention(name, checkedRetention(input.retentionInDays));
      },
      DeleteRetentionPolicy: (input: api.DeleteRetentionPolicyRequest, call) => {
        this.setRetention(this.#group(call, "DeleteRetentionPolicy", input).name, undefined);
      },
    };
  }

  #tagOperations(): Operations {
    const tagged = (call: Call, operation: string, { resourceArn = "" }: api.ListTagsForResourceRequest) =>
      this.#group(call, operation, { logGroupIdentifier: resourceArn });
    return {
      ListTagsForResource: (input: api.ListTagsForResourceRequest, call) => ({
        tags: tagged(call, "ListTagsForResource", input).tags,
      }),
      TagResource: (input: api.TagResourceRequest, call) => {
        const group = tagged(call, "TagResource", input);
        const tags = { ...group.tags, ...input.tags };
        if (Object.keys(tags).length > mostTags)
          throw new AwsError("TooManyTagsException", `A log group can have at most ${mostTags} tags.`);
        group.tags = tags;
      },
      UntagResource: (input: api.UntagResourceRequest, call) => {
        const group = tagged(call, "UntagResource", input);
        for (const key of input.tagKeys ?? []) delete group.tags[key];
      },
    };
  }

  #eventOperations(): Operations {
    return {
      CreateLogStream: (input: api.CreateLogStreamRequest, call) => {
        const group = this.#group(call, "CreateLogStream", input);
        const { logStreamName = "" } = input;
        if (group.streams.has(logStreamName)) throw alreadyExists("stream");
        this.createStream(group.name, logStreamName);
      },
      DeleteLogStream: (input: api.DeleteLogStreamRequest, call) => {
        const group = this.#group(call, "DeleteLogStream", input);
        this.deleteStream(group.name, streamOf(group, input.logStreamName).name);
      },
      DescribeLogStreams: (input: api.DescribeLogStreamsRequest, call) => {
        const group = this.#group(call, "DescribeLogStreams", input);
        return describeLogStreams(group, this.#arn(group.name), input);
      },
      PutLogEvents: (input: api.PutLogEventsRequest, call) => {
        const group = this.#group(call, "PutLogEvents", input);
        const stream = streamOf(group, input.logStreamName);
        const { logEvents = [] } = input;
        const events = logEvents.map(({ timestamp = 0, message = "" }) => ({ timestamp, message }));
        checkBatch(events);
        const { accepted, rejected } = acceptedEvents(events, this.clock.now(), group.retentionDays);
        this.put(group.name, stream.name, accepted);
        const nextSequenceToken = String(stream.events.length).padStart(56, "0");
        return { nextSequenceToken, rejectedLogEventsInfo: rejected };
      },
      GetLogEvents: (input: api.GetLogEventsRequest, call) =>
        getLogEvents(streamOf(this.#group(call, "GetLogEvents", input), input.logStreamName), input),
      FilterLogEvents: (input: api.FilterLogEventsRequest, call) =>
        filterLogEvents(this.#group(call, "FilterLogEvents", input), input),
    };
  }

  #arn(group: string): string {
    return `arn:aws:logs:${this.#region}:${accountId}:log-group:${group}`;
  }

  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html */
  #authorise(call: Call, operation: string, group: string, stream = ""): void {
    const arn = this.#arn(group);
    const isOfGroup = /^(Tag|Untag|ListTagsFor)Resource$/.test(operation);
    call.authorise(`logs:${operation}`, isOfGroup ? arn : `${arn}:log-stream:${stream}`);
  }

  #group(call: Call, operation: string, input: GroupReference): LogGroup {
    const { logGroupName, logGroupIdentifier } = input;
    // Recorded by LocalStack: test_describe_log_streams_with_log_group_identifier
    if (logGroupName !== undefined && logGroupIdentifier !== undefined)
      throw new AwsError(
        "ValidationException",
        "LogGroup name and LogGroup ARN are mutually exclusive parameters.",
      );
    const reference = logGroupName ?? logGroupIdentifier;
    if (reference === undefined) throw invalidParameter("LogGroup name or LogGroup ARN must be specified.");
    const prefix = this.#arn("");
    const name = reference.startsWith(prefix) ? reference.slice(prefix.length) : reference;
    this.#authorise(call, operation, name, input.logStreamName);
    return this.#existing(name);
  }

  #existing(name: string): LogGroup {
    const group = this.groups.get(name);
    if (group === undefined) throw notFound("group");
    return group;
  }
}

const mostTags = 50;

function streamOf(group: LogGroup, name = ""): LogStream {
  const stream = group.streams.get(name);
  if (stream === undefined) throw notFound("stream");
  return stream;
}
