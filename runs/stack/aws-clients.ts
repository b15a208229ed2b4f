import { BatchClient } from "@aws-sdk/client-batch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { STSClient } from "@aws-sdk/client-sts";
import type { Target } from "./target.ts";

/** A request that gets no answer fails, so that a command never hangs. Milliseconds. */
const patience = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/** The SDK clients of a stack, each made when it is first used. */
export class AwsClients {
  readonly #settings;
  #batch: BatchClient | undefined;
  #dynamodb: DynamoDBClient | undefined;
  #logs: CloudWatchLogsClient | undefined;
  #s3: S3Client | undefined;
  #sfn: SFNClient | undefined;
  #sts: STSClient | undefined;

  constructor({ client }: Pick<Target, "client">) {
    // An endpoint of its own has no FIPS and no IPv6 form, whatever the environment asks for.
    const asGiven =
      client.endpoint === undefined ? {} : { useFipsEndpoint: false, useDualstackEndpoint: false };
    this.#settings = { ...client, ...asGiven, maxAttempts: 5, requestHandler: patience };
  }

  get batch(): BatchClient {
    this.#batch ??= new BatchClient(this.#settings);
    return this.#batch;
  }

  get dynamodb(): DynamoDBClient {
    this.#dynamodb ??= new DynamoDBClient(this.#settings);
    return this.#dynamodb;
  }

  get logs(): CloudWatchLogsClient {
    this.#logs ??= new CloudWatchLogsClient(this.#settings);
    return this.#logs;
  }

  get s3(): S3Client {
    this.#s3 ??= new S3Client(this.#settings);
    return this.#s3;
  }

  get sfn(): SFNClient {
    this.#sfn ??= new SFNClient(this.#settings);
    return this.#sfn;
  }

  get sts(): STSClient {
    this.#sts ??= new STSClient(this.#settings);
    return this.#sts;
  }

  /** Closes their connections. */
  destroy(): void {
    for (const client of [this.#batch, this.#dynamodb, this.#logs, this.#s3, this.#sfn, this.#sts])
      client?.destroy();
  }
}

/** The SDK clients of a stack. Without a region in its settings the SDK's own counts.
 * @example const { sfn } = awsClients(target); */
export function awsClients(target: Pick<Target, "client">): AwsClients {
  return new AwsClients(target);
}
