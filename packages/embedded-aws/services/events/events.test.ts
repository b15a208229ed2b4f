import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutEventsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { VirtualClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type Gateway, startGateway } from "../../host/gateway/server.ts";
import { Identity } from "../../host/identity/identity.ts";
import { clientFor } from "../../testing/client.ts";
import { Events } from "./events.ts";

describe("EventBridge", () => {
  const clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
  let dir: string;
  let gateway: Gateway;
  let client: EventBridgeClient;
  let events: Events;
  let identity: Identity;
  let delivered: [string, unknown][];

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "events-"));
    delivered = [];
    identity = new Identity({ clock });
    const deliver = (target: string, text: string) => delivered.push([target, JSON.parse(text)]);
    events = new Events({ dir, clock, region: "eu-central-1", deliver });
    gateway = await startGateway({ identity, services: [events.service] });
    client = new EventBridgeClient(clientFor(gateway.endpoint, identity.operator));
  });
  afterEach(async () => {
    client.destroy();
    await gateway.stop();
    await rm(dir, { recursive: true });
  });

  const put = (Detail: string, Source = "shop") =>
    client.send(
      new PutEventsCommand({ Entries: [{ Source, DetailType: "Order", Detail, Resources: ["r"] }] }),
    );

  it("sends an event to the targets of matching rules", async () => {
    events.putRule({
      name: "orders",
      pattern: { source: ["shop"], detail: { total: [{ numeric: [">", 10] }] } },
    });
    events.putTarget({ name: "orders" }, { id: "1", arn: "arn:aws:lambda:x:function:f" });
    events.putTarget({ name: "orders" }, { id: "2", arn: "arn:aws:sns:x:t", inputPath: "$.detail.total" });
    const { Entries, FailedEntryCount } = await put('{"total":11}');
    await put('{"total":9}');
    expect(FailedEntryCount).to.equal(0);
    expect(delivered).to.deep.equal([
      [
        "arn:aws:lambda:x:function:f",
        {
          version: "0",
          id: Entries?.[0]?.EventId,
          "detail-type": "Order",
          source: "shop",
          account: "000000000000",
          time: "2026-01-01T00:00:00Z",
          region: "eu-central-1",
          resources: ["r"],
          detail: { total: 11 },
        },
      ],
      ["arn:aws:sns:x:t", 11],
    ]);
  });

  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
  it("takes an event only with the right on its bus, for its source", async () => {
    const arn = "arn:aws:iam::000000000000:role/shop";
    const trust = { Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "*" } } };
    identity.putRole({ name: "shop", arn, trust });
    identity.putRolePolicy("shop", "put", {
      Statement: {
        ...{ Effect: "Allow", Action: "events:PutEvents" },
        Resource: "arn:aws:events:eu-central-1:000000000000:event-bus/default",
        Condition: { "ForAllValues:StringEquals": { "events:source": "shop" } },
      },
    });
    const shop = new EventBridgeClient(clientFor(gateway.endpoint, identity.credentialsFor("shop", "s")));
    const putAs = (Source: string, ...buses: (string | undefined)[]) => {
      const Entries = buses.map((EventBusName) => ({
        Source,
        DetailType: "Order",
        Detail: "{}",
        EventBusName,
      }));
      return shop.send(new PutEventsCommand({ Entries }));
    };
    expect((await putAs("shop", undefined, "default")).FailedEntryCount).to.equal(0);
    expect(await rejection(putAs("other", "default"))).to.include({ name: "AccessDeniedException" });
    expect(await rejection(putAs("shop", "default", "orders"))).to.include({ name: "AccessDeniedException" });
    shop.destroy();
  });

  it("transforms an event for its target", () => {
    events.putRule({ name: "all", pattern: { source: [{ prefix: "" }] } });
    events.putTarget({ name: "all" }, { id: "1", arn: "fixed", input: '{"a":1}' });
    const inputTemplate = '{"text":"<who> did \\"<n>\\"","n":<n>,"whole":<aws.events.event.json>}';
    const inputPaths = { who: "$.detail.who", n: "$.detail.list[1]" };
    events.putTarget(
      { name: "all" },
      { id: "2", arn: "made", inputTransformer: { inputPaths, inputTemplate } },
    );
    events.emit({ source: "s", detailType: "t", detail: { who: 'Ada "x"', list: [1, 2] } });
    const [fixed, made] = delivered;
    expect(fixed).to.deep.equal(["fixed", { a: 1 }]);
    expect(made?.[1]).to.deep.include({ text: 'Ada "x" did "2"', n: 2 });
    expect(made?.[1]).to.have.nested.property("whole.detail.who", 'Ada "x"');
  });

  it("refuses targets that EventBridge refuses", () => {
    events.putRule({ name: "all", pattern: { source: ["s"] } });
    const target = (more: object) => () => events.putTarget({ name: "all" }, { id: "1", arn: "a", ...more });
    expect(target({ input: "text" })).to.throw("JSON syntax error in input for target 1 : ");
    expect(target({ input: "{}", inputPath: "$.detail" })).to.throw(
      "Only one of Input, InputPath, or InputTransformer must be provided for target 1.",
    );
    for (const id of ["1", "2", "3", "4", "5", "5"]) target({ id })();
    expect(target({ id: "6" })).to.throw("The requested resource exceeds the maximum number allowed.");
  });

  it("stores put events in a file, and events of services that match a rule", async () => {
    events.emit({ source: "aws.batch", detailType: "unheard", detail: {} });
    events.putRule({ name: "states", pattern: { source: ["aws.states"] } });
    events.emit({ source: "aws.batch", detailType: "unheard", detail: {} });
    events.emit({ source: "aws.states", detailType: "heard", detail: {} });
    await put("{}");
    expect(events.recent.map((event) => event["detail-type"])).to.deep.equal(["heard", "Order"]);
    const lines = (await readFile(join(dir, "events.jsonl"), "utf8")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).to.deep.equal(events.recent);
  });

  it("reports each refused entry", async () => {
    const broken = await put("{");
    expect(broken).to.deep.include({ FailedEntryCount: 1 });
    expect(broken.Entries?.[0]).to.include({
      ErrorCode: "MalformedDetail",
      ErrorMessage: "Detail is malformed.",
    });
    expect((await put('"text"')).Entries?.[0]?.ErrorCode).to.equal("MalformedDetail");
    expect((await put("{}", "")).Entries?.[0]).to.deep.equal({
      ErrorCode: "InvalidArgument",
      ErrorMessage: "Parameter Source is not valid. Reason: Source is a required argument.",
    });
    expect((await put("{}", "aws.mine")).Entries?.[0]?.ErrorCode).to.equal("NotAuthorizedForSourceException");
  });

  it("takes 1 MiB at once, and the time of an event", async () => {
    const detail = (bytes: number) => JSON.stringify({ text: "x".repeat(bytes - 11 - "shopOrderr".length) });
    expect((await put(detail(1024 ** 2))).FailedEntryCount).to.equal(0);
    expect((await rejection(put(detail(1024 ** 2 + 1)))).message).to.equal(
      "Total size of the entries in the request is over the limit.",
    );
    const Time = new Date("2026-02-03T04:05:06Z");
    const entry = { Source: "shop", DetailType: "Order", Detail: "{}", Time };
    await client.send(new PutEventsCommand({ Entries: [entry] }));
    expect(events.recent.at(-1)?.time).to.equal("2026-02-03T04:05:06Z");
  });

  it("deletes a rule once it has no targets", async () => {
    events.putRule({ name: "orders", pattern: { source: ["shop"] } });
    events.putTarget({ name: "orders" }, { id: "1", arn: "x" });
    const remove = () => client.send(new DeleteRuleCommand({ Name: "orders" }));
    const refused = await rejection(remove());
    expect([refused.name, refused.message]).to.deep.equal([
      "ValidationException",
      "Rule can't be deleted since it has targets.",
    ]);
    await client.send(new RemoveTargetsCommand({ Rule: "orders", Ids: ["1"] }));
    await remove();
    await put("{}");
    expect(delivered).to.deep.equal([]);
    await remove();
    const unknown = client.send(new RemoveTargetsCommand({ Rule: "orders", Ids: ["1"] }));
    expect((await rejection(unknown)).message).to.equal("Rule orders does not exist on EventBus default.");
  });

  it("keeps rules of another bus apart, and sends nothing for them", async () => {
    for (const bus of ["default", "orders"]) {
      events.putRule({ name: "all", bus, pattern: { source: ["shop"] } });
      events.putTarget({ name: "all", bus }, { id: "1", arn: bus });
    }
    await put("{}");
    expect(delivered.map(([target]) => target)).to.deep.equal(["default"]);
    const onBus = {
      Rule: "all",
      EventBusName: "arn:aws:events:eu-central-1:000000000000:event-bus/orders",
      Ids: ["1"],
    };
    await client.send(new RemoveTargetsCommand(onBus));
    events.deleteRule({ name: "all", bus: "orders" });
    expect(() => events.deleteRule({ name: "all" })).to.throw("has targets");
  });

  it("sends nothing for a disabled rule", () => {
    events.putRule({ name: "off", pattern: { source: ["s"] }, enabled: false });
    events.putTarget({ name: "off" }, { id: "1", arn: "x" });
    events.emit({ source: "s", detailType: "t", detail: {} });
    expect(delivered).to.deep.equal([]);
  });
});
