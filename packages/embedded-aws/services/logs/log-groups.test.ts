import { existsSync } from "node:fs";
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  ListTagsForResourceCommand,
  PutLogGroupDeletionProtectionCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { events, serveLogs } from "./testing/served-logs.ts";

describe("log groups", () => {
  const group = "/batchline/dev/catalog-import";
  let served: Awaited<ReturnType<typeof serveLogs>>;
  let { logs, client } = {} as typeof served;
  beforeEach(async () => {
    served = await serveLogs();
    ({ logs, client } = served);
  });
  afterEach(() => served.stop());

  it("deletes a group with its streams and their files", async () => {
    logs.put(group, "a", events(1));
    logs.put(group, "b", events(1));
    await client.send(new DeleteLogStreamCommand({ logGroupName: group, logStreamName: "a" }));
    const files = () => ["a", "b"].map((stream) => existsSync(logs.fileOf(group, stream)));
    expect(files()).to.deep.equal([false, true]);
    await client.send(new DeleteLogGroupCommand({ logGroupName: group }));
    expect(files()).to.deep.equal([false, false]);
    const again = client.send(new DeleteLogGroupCommand({ logGroupName: group }));
    expect((await rejection(again)).name).to.equal("ResourceNotFoundException");
    logs.put(group, "b", events(1));
    expect(logs.groups.has(group)).to.equal(false);
    await client.send(new CreateLogGroupCommand({ logGroupName: group }));
    const { logStreams } = await client.send(new DescribeLogStreamsCommand({ logGroupName: group }));
    expect(logStreams).to.deep.equal([]);
    logs.put(group, "b", events(1));
    expect(files()).to.deep.equal([false, true]);
  });

  it("changes the retention of a group", async () => {
    logs.createGroup(group);
    const put = (retentionInDays: number) =>
      client.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays }));
    const retention = async () =>
      (await client.send(new DescribeLogGroupsCommand())).logGroups?.[0]?.retentionInDays;
    await put(30);
    expect(await retention()).to.equal(30);
    expect((await rejection(put(2))).message).to.match(/^1 validation error detected: Value '2' at/);
    await client.send(new DeleteRetentionPolicyCommand({ logGroupName: group }));
    expect(await retention()).to.equal(undefined);
  });

  it("describes groups with their retention, and streams by their last event", async () => {
    logs.createGroup(group, 14);
    logs.put(group, "old", [{ timestamp: 1, message: "x" }]);
    logs.put(group, "new", [{ timestamp: 2, message: "x" }]);
    const groups = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/batchline" }));
    expect(groups.logGroups?.map((g) => [g.logGroupName, g.retentionInDays])).to.deep.equal([[group, 14]]);
    const streams = await client.send(
      new DescribeLogStreamsCommand({ logGroupName: group, orderBy: "LastEventTime", descending: true }),
    );
    expect(streams.logStreams?.map((s) => s.logStreamName)).to.deep.equal(["new", "old"]);
  });

  it("finds groups by a part of their name, by ARN, and with their tags", async () => {
    const logGroupArn = `arn:aws:logs:eu-central-1:000000000000:log-group:${group}`;
    await client.send(new CreateLogGroupCommand({ logGroupName: group, tags: { team: "imports" } }));
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePattern: "catalog" }));
    expect(logGroups?.map(({ logGroupName }) => logGroupName)).to.deep.equal([group]);
    const none = await client.send(new DescribeLogGroupsCommand({ logGroupNamePattern: "Catalog" }));
    expect(none.logGroups).to.deep.equal([]);
    logs.put(group, "a", events(1));
    const { logStreams } = await client.send(
      new DescribeLogStreamsCommand({ logGroupIdentifier: logGroupArn }),
    );
    expect(logStreams?.map(({ logStreamName }) => logStreamName)).to.deep.equal(["a"]);
    await client.send(new TagResourceCommand({ resourceArn: logGroupArn, tags: { a: "1" } }));
    await client.send(new UntagResourceCommand({ resourceArn: logGroupArn, tagKeys: ["team"] }));
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: logGroupArn }));
    expect(tags).to.deep.equal({ a: "1" });
  });

  it("keeps a protected group", async () => {
    const logGroupName = group;
    await client.send(new CreateLogGroupCommand({ logGroupName, deletionProtectionEnabled: true }));
    const remove = () => client.send(new DeleteLogGroupCommand({ logGroupName }));
    expect(await rejection(remove())).to.have.property("name", "ValidationException");
    await client.send(
      new PutLogGroupDeletionProtectionCommand({
        logGroupIdentifier: group,
        deletionProtectionEnabled: false,
      }),
    );
    await remove();
  });
});
