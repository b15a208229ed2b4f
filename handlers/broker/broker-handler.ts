import { BatchClient } from "@aws-sdk/client-batch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { CodedError } from "@batchline/diagnostics";
import type { BrokerAnswer } from "../../contract/broker/answer.ts";
import { stsEndpoint } from "../../contract/broker/identity-request.ts";
import { env } from "../../contract/env.ts";
import { isTransientError } from "../../contract/transient-error.ts";
import { required } from "../storage/stores.ts";
import { Table } from "../storage/table.ts";
import { answerRequest, type Broker, type Facts } from "./answer-request.ts";
import type { BrokerErrorCode } from "./error-codes.ts";
import { NotYetError, RefusedError } from "./not-granted.ts";
import { Placements } from "./placements.ts";

/** Of Lambda's context, what the broker needs. */
interface Invocation {
  /** Without a version, if the function was called without one. */
  readonly invokedFunctionArn: string;
}

/**
 * The broker: tells a container its chunk, and opens a session for that chunk alone. docs/broker.md has what it checks.
 * Its log has one line for each request.
 * @example export const handler = brokerHandler();
 */
export function brokerHandler(): (event: unknown, invocation: Invocation) => Promise<BrokerAnswer> {
  let clients: Omit<Broker, "broker"> | undefined;
  return (event, { invokedFunctionArn }) => {
    clients ??= fromEnvironment();
    return decide(event, { ...clients, broker: invokedFunctionArn }, (line) => console.log(line));
  };
}

/** The broker failed by itself. Its caller learns no more than that. */
class BrokerFailure extends CodedError<BrokerErrorCode> {}

/** Answers the request, and logs the decision. @throws {BrokerFailure} @example await decide(event, broker, console.log) */
export async function decide(
  event: unknown,
  broker: Broker,
  log: (line: object) => void,
): Promise<BrokerAnswer> {
  const facts: Facts = {};
  const began = performance.now();
  const write = (decision: string, more: object) =>
    log({ decision, ...facts, ...more, tookMs: Math.round(performance.now() - began) });
  try {
    const granted = await answerRequest(event, broker, facts);
    write(granted.outcome, {});
    return granted;
  } catch (error) {
    const nothing = isTransientError(error)
      ? new NotYetError("BL-B011", "a service that the broker asks is busy", {}, { cause: error })
      : error;
    if (nothing instanceof RefusedError || nothing instanceof NotYetError) {
      const { outcome, code, message: reason, details, cause } = nothing;
      const because = cause instanceof Error && { cause: `${cause.name}: ${cause.message}` };
      write(outcome, { code, reason, ...details, ...because });
      return { outcome, code, reason };
    }
    // An Error inside of an object may become {} in JSON.
    write("failed", { error: error instanceof Error ? error.stack : String(error) });
    throw new BrokerFailure("BL-B012", "the broker failed: its log has the reason");
  }
}

/** Retries of throttled calls, in the function's time: at most about 5 s for a service. */
const clientConfig = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};

/** Nobody waits long for what is not needed. */
const onlyAsked = { maxAttempts: 2 };

function fromEnvironment(): Omit<Broker, "broker"> {
  const region = required("AWS_REGION");
  const batch = new BatchClient(clientConfig);
  return {
    region,
    sts: stsEndpoint(region, process.env),
    batch,
    placements: new Placements({ batch, ecs: new ECSClient({ ...clientConfig, ...onlyAsked }) }),
    s3: new S3Client(clientConfig),
    stsClient: new STSClient(clientConfig),
    table: new Table(new DynamoDBClient(clientConfig), required(env.table)),
    platformBucket: required(env.platformBucket),
    now: Date.now,
  };
}
