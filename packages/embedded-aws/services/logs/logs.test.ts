import { readFile } from "node:fs/promises";
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  GetQueryResultsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { events, serveLogs } from "./testing/served-logs.ts";

describe("CloudWatch Logs", () => {
  const group = "/batchline/dev/catalog-import";
  let served: Awaited<ReturnType<typeof serveLogs>>;
  let { dir, logs, client, clock } = {} as typeof served;
  beforeEach(async () => {
    served = await serveLogs();
    ({ dir, logs, client, clock } = served);
  });
  afterEach(() => served.stop());

  it("returns events that were put over the wire in order", async () => {
    await client.send(new CreateLogGroupCommand({ logGroupName: group }));
    await client.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: "a" }));
    await client.send(
      new PutLogEventsCommand({ logGroupName: group, logStreamName: "a", logEvents: events(3, clock.now()) }),
    );
    const { events: found } = await client.send(
      new GetLogEventsCommand({ logGroupName: group, logStreamName: "a", startFromHead: true }),
    );
    expect(found?.map(({ message }) => message)).to.deep.equal(
      events(3, clock.now()).map(({ message }) => message),
    );
  });

  it("pages forward until the token repeats", async () => {
    logs.put(group, "a", events(5));
    const messages: (string | undefined)[] = [];
    let nextToken: string | undefined;
    for (let last: string | undefined = ""; last !== nextToken; ) {
      last = nextToken;
      const page = await client.send(
        new GetLogEventsCommand({
          logGroupName: group,
          logStreamName: "a",
          startFromHead: true,
          limit: 2,
          nextToken,
        }),
      );
      messages.push(...(page.events ?? []).map(({ message }) => message));
      nextToken = page.nextForwardToken;
      if (last === undefined) last = "";
    }
    expect(messages).to.deep.equal(events(5).map(({ message }) => message));
  });

  it("starts at the tail by default, and pages backward", async () => {
    logs.put(group, "a", events(5));
    const tail = await client.send(
      new GetLogEventsCommand({ logGroupName: group, logStreamName: "a", limit: 2 }),
    );
    expect(tail.events?.map(({ timestamp }) => timestamp)).to.deep.equal([3, 4]);
    const before = await client.send(
      new GetLogEventsCommand({
        logGroupName: group,
        logStreamName: "a",
        limit: 2,
        ...(tail.nextBackwardToken === undefined ? {} : { nextToken: tail.nextBackwardToken }),
      }),
    );
    expect(before.events?.map(({ timestamp }) => timestamp)).to.deep.equal([1, 2]);
  });

  it("filters over all streams by pattern and time, and pages", async () => {
    logs.put(group, "a", [
      { timestamp: 1, message: "ERROR one" },
      { timestamp: 5, message: "INFO" },
    ]);
    logs.put(group, "b", [
      { timestamp: 3, message: "ERROR two" },
      { timestamp: 9, message: "ERROR late" },
    ]);
    const filter = { logGroupName: group, filterPattern: "ERROR", endTime: 8, limit: 1 };
    const first = await client.send(new FilterLogEventsCommand(filter));
    const second = await client.send(
      new FilterLogEventsCommand({
        ...filter,
        ...(first.nextToken === undefined ? {} : { nextToken: first.nextToken }),
      }),
    );
    expect(
      [first, second].map((page) => page.events?.map((e) => [e.logStreamName, e.message])),
    ).to.deep.equal([[["a", "ERROR one"]], [["b", "ERROR two"]]]);
    expect(second.nextToken).to.equal(undefined);
  });

  it("keeps each stream as a text file that stays inside its folder", async () => {
    logs.put("../../etc", "../passwd", [{ timestamp: 0, message: "hello" }]);
    const file = logs.fileOf("../../etc", "../passwd");
    expect(file.startsWith(dir)).to.equal(true);
    expect(await readFile(file, "utf8")).to.equal("1970-01-01T00:00:00.000Z hello\n");
  });

  describe("puts events", () => {
    const hour = 3_600_000;
    const put = (...ages: number[]) =>
      client.send(
        new PutLogEventsCommand({
          ...{ logGroupName: group, logStreamName: "a" },
          logEvents: ages.map((age, index) => ({ timestamp: clock.now() - age, message: `event ${index}` })),
        }),
      );
    const kept = async () =>
      (
        await client.send(
          new GetLogEventsCommand({ logGroupName: group, logStreamName: "a", startFromHead: true }),
        )
      ).events?.map(({ message }) => message);
    beforeEach(() => {
      logs.createStream(group, "a");
    });

    it("that are not too old, expired or too new, and says where the others are", async () => {
      const limits = { first: 14 * 24 * hour, ahead: -2 * hour };
      const old = await put(limits.first + 1, limits.first);
      expect(old.rejectedLogEventsInfo).to.deep.equal({ tooOldLogEventEndIndex: 1 });
      const ahead = await put(0, limits.ahead, limits.ahead - 1, limits.ahead - 2);
      expect(ahead.rejectedLogEventsInfo).to.deep.equal({ tooNewLogEventStartIndex: 2 });
      logs.setRetention(group, 1);
      const expired = await put(24 * hour + 1, 24 * hour);
      expect(expired.rejectedLogEventsInfo).to.deep.equal({ expiredLogEventEndIndex: 1 });
      expect((await put(0)).rejectedLogEventsInfo).to.equal(undefined);
      expect(await kept()).to.deep.equal(["event 1", "event 1", "event 0", "event 0", "event 1"]);
    });

    it("in the order of time, of at most 24 hours and 1 MiB", async () => {
      const message = async (sent: Promise<unknown>) => (await rejection(sent)).message;
      expect(await message(put(0, 1))).to.equal(
        "Log events in a single PutLogEvents request must be in chronological order.",
      );
      expect(await message(put(24 * hour + 1, 0))).to.equal(
        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
      );
      const large = { timestamp: clock.now(), message: "ü".repeat(262_144) };
      const sent = client.send(
        new PutLogEventsCommand({ logGroupName: group, logStreamName: "a", logEvents: [large, large] }),
      );
      expect(await message(sent)).to.equal("Upload too large: 1048628 bytes exceeds limit of 1048576");
      await put(hour);
      await put(2 * hour);
      expect(await kept()).to.deep.equal(["event 0", "event 0"]);
    });
  });

  it("answers in AWS's words", async () => {
    logs.put(group, "a", events(1));
    const stream = { logGroupName: group, logStreamName: "a" };
    const refusals: readonly (readonly [Promise<unknown>, name: string, message: string])[] = [
      [
        client.send(new FilterLogEventsCommand({ logGroupName: "/none" })),
        "ResourceNotFoundException",
        "The specified log group does not exist.",
      ],
      [
        client.send(new GetLogEventsCommand({ ...stream, logStreamName: "none" })),
        "ResourceNotFoundException",
        "The specified log stream does not exist.",
      ],
      [
        client.send(new GetLogEventsCommand({ ...stream, nextToken: "invalid-token" })),
        "InvalidParameterException",
        "The specified nextToken is invalid.",
      ],
      [
        client.send(new FilterLogEventsCommand({ logGroupName: group, nextToken: "invalid-token" })),
        "InvalidParameterException",
        "The specified nextToken is invalid.",
      ],
      [
        client.send(new GetLogEventsCommand({ ...stream, limit: 10_001 })),
        "InvalidParameterException",
        "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
      ],
      [
        client.send(new CreateLogGroupCommand({ logGroupName: "a".repeat(513) })),
        "InvalidParameterException",
        "Invalid LogGroup or LogStream, both must have length less than or equal to 512.",
      ],
      [
        client.send(new CreateLogGroupCommand({ logGroupName: "aws/own" })),
        "InvalidParameterException",
        "Log groups starting with AWS/ are reserved for AWS.",
      ],
      [
        client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "a", logGroupIdentifiers: ["a"] })),
        "InvalidParameterException",
        "LogGroup identifiers are mutually exclusive with a LogGroup name prefix or pattern.",
      ],
      [
        client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "a", logGroupNamePattern: "b" })),
        "InvalidParameterException",
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
      ],
      [
        client.send(new DescribeLogStreamsCommand({ logGroupName: group, logGroupIdentifier: group })),
        "ValidationException",
        "LogGroup name and LogGroup ARN are mutually exclusive parameters.",
      ],
      [
        client.send(
          new DescribeLogStreamsCommand({
            ...{ logGroupName: group, orderBy: "LastEventTime", logStreamNamePrefix: "a" },
          }),
        ),
        "InvalidParameterException",
        "Cannot order by LastEventTime with a logStreamNamePrefix.",
      ],
      [
        client.send(new CreateLogGroupCommand({ logGroupName: "b", logGroupClass: "INFREQUENT_ACCESS" })),
        "InvalidParameterException",
        'logGroupClass "INFREQUENT_ACCESS" is not emulated',
      ],
    ];
    const answers = await Promise.all(refusals.map(([sent]) => rejection(sent)));
    for (const [index, [, name, message]] of refusals.entries())
      expect(answers[index], message).to.include({ name, message });
  });

  it("names an unknown operation", async () => {
    const error = await client.send(new GetQueryResultsCommand({ queryId: "q" })).catch((e: Error) => e);
    expect((error as Error).message).to.contain("logs:GetQueryResults is not emulated");
  });
});
