import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { Identity } from "../../host/identity/identity.ts";
import { functionArn, functionRole } from "../../testing/embedded-lambda.ts";
import { eventually, trusting } from "../../testing/embedded-step-functions.ts";
import { Sqs } from "../sqs/sqs.ts";
import { AsyncInvocations } from "./async-invocations.ts";
import { TooManyRequests } from "./concurrency.ts";
import type { Outcome } from "./function-process.ts";

const queue = "arn:aws:sqs:eu-central-1:000000000000:lost";
const sends = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "sqs:SendMessage", Resource: queue },
};
const spec = {
  ...{ name: "fn", arn: functionArn, handler: "index.handler", runtime: "nodejs24.x", roleArn: functionRole },
  ...{ timeoutSeconds: 10, memoryMiB: 128, environment: {}, code: {} },
};

describe("asynchronous invocations", () => {
  let dir: string;
  let clock: VirtualClock;
  let identity: Identity;
  let queues: Sqs;
  let later: AsyncInvocations;
  /** Epoch milliseconds of each call. */
  let calls: number[];
  let outcome: Outcome;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "batchline-later-"));
    clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
    identity = new Identity({ clock });
    identity.putRole({ name: "fn", arn: functionRole, trust: trusting("lambda.amazonaws.com") });
    identity.putRolePolicy("fn", "send", JSON.stringify(sends));
    queues = new Sqs({ dir, clock });
    queues.createQueue(queue);
    later = new AsyncInvocations({ clock, identity, queues });
    calls = [];
    outcome = { payload: '{"errorMessage":"no"}', functionError: "Unhandled" };
  });
  afterEach(() => rm(dir, { recursive: true }));

  const fn = {
    ...{ spec, version: "$LATEST", arn: functionArn },
    invoke: async () => {
      calls.push(clock.now());
      return outcome;
    },
  };
  const configure = (more: { onFailure?: string; onSuccess?: string; maxAgeSeconds?: number } = {}) =>
    later.configure(fn, { retries: 2, maxAgeSeconds: 21_600, ...more });
  const start = () => later.start({ find: () => fn, payload: '{"run":1}', requestId: "r-1" });
  /** Waits for the next retry, and lets its time come. */
  const retry = () => eventually(() => (clock.step() ? true : undefined));
  const record = () => eventually(() => queues.messages(queue)[0]).then(({ body }) => JSON.parse(body));

  it("are tried again after one minute and after two, then send a record of the failure", async () => {
    configure({ onFailure: queue });
    start();
    await retry();
    await retry();
    expect(await record()).to.deep.equal({
      version: "1.0",
      timestamp: "2026-01-01T00:03:00.000Z",
      requestContext: {
        requestId: "r-1",
        functionArn: `${functionArn}:$LATEST`,
        condition: "RetriesExhausted",
        approximateInvokeCount: 3,
      },
      requestPayload: { run: 1 },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: { errorMessage: "no" },
    });
    const [first = 0] = calls;
    expect(calls.map((at) => (at - first) / 60_000)).to.deep.equal([0, 1, 3]);
    expect(JSON.parse(await readFile(join(dir, "lost.jsonl"), "utf8"))).to.have.property("body");
  });

  it("send a record of the success", async () => {
    configure({ onFailure: queue, onSuccess: queue });
    outcome = { payload: '"done"' };
    start();
    const { requestContext, responsePayload } = await record();
    expect(requestContext).to.include({ condition: "Success", approximateInvokeCount: 1 });
    expect(responsePayload).to.equal("done");
  });

  it("end when the event would be too old", async () => {
    configure({ onFailure: queue, maxAgeSeconds: 60 });
    start();
    await retry();
    expect((await record()).requestContext).to.include({
      condition: "EventAgeExceeded",
      approximateInvokeCount: 2,
    });
  });

  it("wait while their function is throttled, which is no attempt, until the event is too old", async () => {
    configure({ onFailure: queue, maxAgeSeconds: 60 });
    const throttled: number[] = [];
    const invoke = async () => {
      throttled.push(clock.now());
      throw new TooManyRequests("ConcurrentInvocationLimitExceeded");
    };
    later.start({ find: () => ({ ...fn, invoke }), payload: "{}", requestId: "r-1" });
    for (const _ of [1, 2, 3, 4, 5]) await retry();
    const { requestContext, responsePayload } = await record();
    expect(requestContext).to.include({ condition: "EventAgeExceeded", approximateInvokeCount: 0 });
    expect(responsePayload).to.equal(undefined);
    const [first = 0] = throttled;
    expect(throttled.map((at) => (at - first) / 1000)).to.deep.equal([0, 1, 3, 7, 15, 31]);
  });

  it("are not tried again once Lambda stops", async () => {
    start();
    await eventually(() => (calls.length === 1 ? true : undefined));
    await new Promise(setImmediate);
    later.stop();
    expect(clock.step()).to.equal(false);
  });

  it("are not tried again if Lambda stops while they run", async () => {
    const running = Promise.withResolvers<Outcome>();
    later.start({ find: () => ({ ...fn, invoke: () => running.promise }), payload: "{}", requestId: "r-1" });
    later.stop();
    running.resolve(outcome);
    await new Promise(setImmediate);
    expect(clock.step()).to.equal(false);
  });

  it("refuse a destination that the function's role may not send to", () => {
    identity.putRolePolicy(
      "fn",
      "send",
      JSON.stringify({ ...sends, Statement: { ...sends.Statement, Effect: "Deny" } }),
    );
    expect(() => configure({ onFailure: queue }))
      .to.throw("The provided execution role does not have permissions to call SendMessage on SQS")
      .with.property("code", "InvalidParameterValueException");
  });
});
