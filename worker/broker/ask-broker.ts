import { setTimeout as sleep } from "node:timers/promises";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Logger } from "pino";
import { BrokerAnswer, type Granted } from "../../contract/broker/answer.ts";
import { proofGapMs, stsEndpoint } from "../../contract/broker/identity-request.ts";
import type { BrokerRequest } from "../../contract/broker/request.ts";
import { isTransientError } from "../../contract/transient-error.ts";
import {
  BadConfigError,
  InterruptedError,
  messageOf,
  NotGrantedError,
  TryAgainError,
} from "../../workflow-kit/at-run/errors.ts";
import type { AwsConfig } from "../aws-clients.ts";
import { signProof } from "./sign-proof.ts";

/** What the container asks with. */
export interface BrokerCaller {
  /** ARN of the broker's function, without a version. */
  readonly broker: string;
  /** As Batch sets it. */
  readonly jobId: string;
  /** With the container's own role. */
  readonly aws: AwsConfig;
  /** Says where STS is. */
  readonly environment: NodeJS.ProcessEnv;
  /** Aborts when the container must stop. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Waits a number of milliseconds. @default real time */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Longer than the broker's own time limit. */
const answerMs = 35_000;
const firstPauseMs = 200;
const longestPauseMs = 10_000;
/** With the pauses, of 5 s on average: about four minutes. A thousand containers then all have their turn at a throttled broker. */
const mostRequests = 50;

/**
 * The container's chunk and a session for it, from the broker. Waits while the broker is throttled, does not answer, or knows the job not
 * yet. Each request has a proof of its own, as the broker accepts none twice; so the SDK must not repeat one.
 * @throws {NotGrantedError} @throws {TryAgainError} @throws {InterruptedError} when the container must stop
 * @example const ask = brokerClient({ broker, jobId, aws: {}, environment: process.env, signal, log }); const { chunk } = await ask();
 */
export function brokerClient(caller: BrokerCaller): () => Promise<Granted> {
  const { signal, log, pause = (ms) => sleep(ms, undefined, { signal }) } = caller;
  const { aws } = caller;
  const requestHandler = { connectionTimeout: 5_000, requestTimeout: answerMs, throwOnRequestTimeout: true };
  const lambda = new LambdaClient({ requestHandler, ...aws, maxAttempts: 1 });
  let latest = 0;
  const askOnce = async () => {
    latest = Math.max(latest + proofGapMs, Date.now());
    const request = await signedRequest(caller, lambda, latest);
    const invoke = new InvokeCommand({ FunctionName: caller.broker, Payload: JSON.stringify(request) });
    return answerOf(await lambda.send(invoke, { abortSignal: signal }));
  };
  return async () => {
    const began = performance.now();
    for (let requests = 1; ; requests++) {
      const answer = await askOnce().catch((error: unknown) => {
        if (signal.aborted) throw new InterruptedError();
        if (!isTransientError(error)) throw error;
        return { outcome: "not-yet", reason: messageOf(error) } as const;
      });
      if (answer.outcome === "granted") {
        log.info({ requests, tookMs: Math.round(performance.now() - began) }, "the broker granted a session");
        return answer;
      }
      if (answer.outcome === "refused") throw new NotGrantedError(`${answer.reason} (${answer.code})`);
      if (requests === mostRequests)
        throw new TryAgainError(`the broker granted nothing in ${requests} requests: ${answer.reason}`);
      if (requests === 1) log.info({ reason: answer.reason }, "waiting for the broker");
      // Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
      const mostMs = Math.min(longestPauseMs, firstPauseMs * 2 ** requests);
      await pause(Math.random() * mostMs, signal).catch(() => {
        throw new InterruptedError();
      });
    }
  };
}

async function signedRequest(
  { broker, jobId, environment }: BrokerCaller,
  { config }: LambdaClient,
  time: number,
): Promise<BrokerRequest> {
  const [region, credentials] = await Promise.all([config.region(), config.credentials()]);
  const endpoint = stsEndpoint(region, environment);
  const proof = await signProof({ broker, jobId, time, credentials, region, endpoint });
  return { version: 1, kind: "chunk", jobId, proof };
}

function answerOf(response: { readonly FunctionError?: string; readonly Payload?: Uint8Array }) {
  const text = Buffer.from(response.Payload ?? []).toString("utf8");
  // The broker failed, or ran out of time or memory: its log has the reason.
  if (response.FunctionError !== undefined) {
    return { outcome: "not-yet", reason: `the broker failed: ${text.slice(0, 500)}` } as const;
  }
  const { data, error } = BrokerAnswer.safeParse(JSON.parse(text));
  if (data !== undefined) return data;
  throw new BadConfigError("the broker's answer has another form than this image knows", { cause: error });
}
