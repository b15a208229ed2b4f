import { BatchClient } from "@aws-sdk/client-batch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Target } from "../../runs/stack/target.ts";

/** Somebody with credentials, and a client for each service. */
export class Person {
  readonly sfn: SFNClient;
  readonly records: DynamoDBDocumentClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly batch: BatchClient;
  readonly sts: STSClient;

  constructor(client: Target["client"]) {
    this.sfn = new SFNClient(client);
    this.records = DynamoDBDocumentClient.from(new DynamoDBClient(client));
    this.logs = new CloudWatchLogsClient(client);
    this.s3 = new S3Client(client);
    this.batch = new BatchClient(client);
    this.sts = new STSClient(client);
  }

  leave(): void {
    for (const client of [this.sfn, this.records, this.logs, this.s3, this.batch, this.sts]) client.destroy();
  }
}

/** What is done → the call. */
export type Calls = Readonly<Record<string, (person: Person) => Promise<unknown>>>;

/** The calls that AWS denies the person. Other errors count as allowed: they come after the decision. */
export async function denied(person: Person, calls: Calls): Promise<string[]> {
  const titles = await Promise.all(
    Object.entries(calls).map(async ([title, call]) => {
      const error = await call(person).then(
        () => undefined,
        (cause: Error) => cause,
      );
      return error !== undefined && /^AccessDenied/.test(error.name) ? [title] : [];
    }),
  );
  return titles.flat();
}
