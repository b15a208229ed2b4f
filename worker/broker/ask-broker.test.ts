import { realClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { Faults, type Gateway, Identity, type Service, startGateway } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import pino from "pino";
import type { Granted } from "../../contract/broker/answer.ts";
import { proofGapMs } from "../../contract/broker/identity-request.ts";
import { BrokerRequest } from "../../contract/broker/request.ts";
import {
  BadConfigError,
  InterruptedError,
  NotGrantedError,
  TryAgainError,
} from "../../workflow-kit/at-run/errors.ts";
import { type BrokerCaller, brokerClient } from "./ask-broker.ts";
import { sessionCredentials } from "./session-credentials.ts";

const broker = "arn:aws:lambda:eu-central-1:000000000000:function:broker";
const role = "arn:aws:iam::000000000000:role/stage";
const jobId = "1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90:7";
const chunk = { ...{ index: 0, tenant: "acme", part: 0, parts: 1 }, data: { bucket: "data", prefix: "a/" } };
const expiring = (minutes: number) => ({
  ...{ accessKeyId: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: "secret", sessionToken: `for ${minutes}` },
  expiration: new Date(Date.now() + minutes * 60_000).toISOString(),
});
const granted: Granted = {
  ...{ outcome: "granted", chunk: { ...chunk, params: {} }, chunksInRun: 1, execution: "run-1" },
  ...{ ownFailures: { count: 0 }, session: expiring(60) },
};
const json = (status: number, body: object, headers = {}) => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});
const throttled = json(429, { message: "Rate exceeded" }, { "x-amzn-errortype": "TooManyRequestsException" });
const crashed = json(
  200,
  { errorMessage: "Task timed out after 30.00 seconds" },
  { "x-amz-function-error": "Unhandled" },
);
const notYet = json(200, { outcome: "not-yet", code: "BL-B006", reason: "Batch does not know the job" });

describe("what a container asks the broker", () => {
  let gateway: Gateway;
  let aws: BrokerCaller["aws"];
  /** The broker's next answers, and then that the chunk is granted. */
  let answers: Awaited<ReturnType<Service["handle"]>>[];
  let requests: BrokerRequest[];
  let pauses: number[];
  const faults = new Faults();
  const lambda: Service = {
    signingName: "lambda",
    operationOf: () => "Invoke",
    async handle({ body, path }) {
      expect(decodeURIComponent(path)).to.equal(`/2015-03-31/functions/${broker}/invocations`);
      requests.push(BrokerRequest.parse(JSON.parse(body.toString())));
      return answers.shift() ?? json(200, granted);
    },
  };
  before(async () => {
    const identity = new Identity({ region: "eu-central-1", clock: realClock });
    const trust = {
      Effect: "Allow",
      Principal: { Service: "ecs-tasks.amazonaws.com" },
      Action: "sts:AssumeRole",
    };
    identity.putRole({
      name: "stage",
      arn: role,
      trust: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    });
    gateway = await startGateway({ identity, services: [faults.intercept(lambda)] });
    const { expiration: _, ...credentials } = identity.credentialsFor(role, "task");
    aws = { region: "eu-central-1", endpoint: gateway.endpoint, credentials };
  });
  beforeEach(() => {
    [answers, requests, pauses] = [[], [], []];
  });
  after(() => gateway.stop());

  const client = (other: Partial<BrokerCaller> = {}) =>
    brokerClient({
      ...{ broker, jobId, aws, environment: {}, log: pino({ level: "silent" }) },
      signal: new AbortController().signal,
      pause: async (ms) => void pauses.push(ms),
      ...other,
    });

  it("is its chunk, in one request", async () => {
    expect(await client()()).to.deep.equal(granted);
    expect(requests.map(({ version, kind, jobId }) => ({ version, kind, jobId }))).to.deep.equal([
      { version: 1, kind: "chunk", jobId },
    ]);
    expect(pauses).to.deep.equal([]);
  });

  it("is asked again with a new, later proof while the broker is throttled, fails, or does not know the job yet", async () => {
    answers = [throttled, json(503, { message: "busy" }), crashed, notYet];
    expect(await client()()).to.deep.equal(granted);
    const proofs = requests.map(({ proof }) => proof);
    expect(new Set(proofs.map(({ signature }) => signature)).size).to.equal(5);
    const times = proofs.map(({ time }) => time);
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    expect(Math.min(...gaps)).to.be.at.least(proofGapMs);
    expect(pauses).to.have.length(4);
  });

  it("is asked again with a new proof when the answer is lost", async () => {
    faults.loseAnswers("lambda:Invoke", 1);
    expect(await client()()).to.deep.equal(granted);
    expect(new Set(requests.map(({ proof }) => proof.time)).size).to.equal(2);
  });

  it("is asked at times that are spread, for minutes, and then the stage is tried again", async () => {
    answers = Array.from({ length: 60 }, () => throttled);
    const error = await rejection(client()(), TryAgainError);
    expect(error.message).to.equal("the broker granted nothing in 50 requests: Rate exceeded");
    expect(requests).to.have.length(50);
    expect(Math.max(...pauses)).to.be.below(10_000);
    expect(new Set(pauses).size).to.equal(49);
    expect(pauses.reduce((sum, ms) => sum + ms)).to.be.within(2 * 60_000, 6 * 60_000);
  });

  it("ends the container when the broker refuses", async () => {
    answers = [json(200, { outcome: "refused", code: "BL-B008", reason: "the run has ended" })];
    const error = await rejection(client()(), NotGrantedError);
    expect([error.message, error.exitCode]).to.deep.equal([
      "the broker refused: the run has ended (BL-B008)",
      78,
    ]);
    expect(requests).to.have.length(1);
  });

  it("ends the container when it does not understand the answer", async () => {
    answers = [json(200, { outcome: "maybe" })];
    await rejection(client()(), BadConfigError);
  });

  it("is not waited for once the container must stop", async () => {
    const stop = new AbortController();
    answers = [notYet, notYet];
    const pause = (_: number, signal: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(new Error("stopped")));
        stop.abort();
      });
    await rejection(client({ signal: stop.signal, pause })(), InterruptedError);
    expect(requests).to.have.length(1);
    await rejection(client({ signal: stop.signal })(), InterruptedError);
    expect(requests).to.have.length(1);
  });

  describe("its session", () => {
    it("is used until ten minutes before its end, then renewed once for all clients", async () => {
      let renewals = 0;
      const renew = async () => {
        renewals++;
        return { session: expiring(60) };
      };
      const lasting = sessionCredentials(expiring(11), renew);
      expect((await lasting()).sessionToken).to.equal("for 11");
      const ending = sessionCredentials(expiring(9), renew);
      const both = await Promise.all([ending(), ending()]);
      expect(both.map(({ sessionToken }) => sessionToken)).to.deep.equal(["for 60", "for 60"]);
      expect(both[0].expiration.getTime()).to.be.above(Date.now());
      await ending();
      expect(renewals).to.equal(1);
    });

    it("is asked for again after a renewal that failed", async () => {
      let renewals = 0;
      const credentials = sessionCredentials(expiring(1), async () => {
        if (renewals++ === 0) throw new TryAgainError("busy");
        return { session: expiring(60) };
      });
      await rejection(credentials(), TryAgainError);
      expect((await credentials()).sessionToken).to.equal("for 60");
    });
  });
});
