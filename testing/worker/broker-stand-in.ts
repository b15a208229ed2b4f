import { type AttemptDetail, BatchClient, type JobDetail } from "@aws-sdk/client-batch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import { restJsonService, type Service } from "@batchline/embedded-aws/testing";
import type { Broker } from "../../handlers/broker/answer-request.ts";
import { decide } from "../../handlers/broker/broker-handler.ts";
import { Placements } from "../../handlers/broker/placements.ts";
import { Table } from "../../handlers/storage/table.ts";

/** A container that runs. */
interface RunningContainer {
  readonly jobId: string;
  readonly taskId: string;
  readonly roleArn: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The broker's own code in this process, and of Batch only the jobs that run: a function and jobs would be processes of their own. */
export class BrokerStandIn {
  /** Batch and Lambda, for the gateway. */
  readonly services: readonly Service[];
  /** Job id → its earlier attempts, as Batch describes them. */
  readonly attempts = new Map<string, AttemptDetail[]>();
  readonly #jobs = new Map<string, JobDetail>();
  #broker: Broker | undefined;

  constructor(functionName: string) {
    const path = `/2015-03-31/functions/${functionName}/invocations`;
    this.services = [
      restJsonService({
        signingName: "batch",
        routes: { "POST /v1/describejobs": "DescribeJobs" },
        operations: {
          DescribeJobs: ({ jobs }: { readonly jobs: readonly string[] }, { authorise }) => {
            authorise("batch:DescribeJobs", "*");
            return { jobs: jobs.flatMap((id) => this.#jobs.get(id) ?? []) };
          },
        },
      }),
      restJsonService({
        signingName: "lambda",
        routes: { "POST /2015-03-31/functions/{name}/invocations": "Invoke" },
        operations: {
          Invoke: ({ name, ...event }: { readonly name: string }, { authorise }) => {
            authorise("lambda:InvokeFunction", name);
            if (name !== functionName || this.#broker === undefined) throw new Error(`there is no ${path}`);
            return decide(event, this.#broker, () => {});
          },
        },
      }),
    ];
  }

  /** Lets it answer, with the rights of these credentials. */
  start(
    aws: Required<Pick<STSClientConfig, "region" | "credentials">> &
      Pick<STSClientConfig, "maxAttempts"> & { readonly endpoint: string },
    place: { readonly broker: string; readonly platformBucket: string; readonly table: string },
  ): () => void {
    const clients = { batch: new BatchClient(aws), s3: new S3Client(aws), stsClient: new STSClient(aws) };
    const dynamodb = new DynamoDBClient(aws);
    const ecs = new ECSClient(aws);
    this.#broker = {
      ...clients,
      placements: new Placements({ batch: clients.batch, ecs }),
      ...{ broker: place.broker, platformBucket: place.platformBucket, region: String(aws.region) },
      ...{ sts: new URL(aws.endpoint), table: new Table(dynamodb, place.table), now: Date.now },
    };
    return () => {
      for (const client of [...Object.values(clients), dynamodb, ecs]) client.destroy();
    };
  }

  /** Batch knows the container from now on. */
  runs({ jobId, taskId, roleArn, environment }: RunningContainer): void {
    const [, index] = /:(\d+)$/.exec(jobId) ?? [];
    this.#jobs.set(jobId, {
      ...{ jobId, jobName: "job", jobQueue: "queue", jobDefinition: "definition", startedAt: 0 },
      status: "RUNNING",
      attempts: this.attempts.get(jobId) ?? [],
      ...(index !== undefined && { arrayProperties: { index: Number(index) } }),
      container: {
        jobRoleArn: roleArn,
        taskArn: `arn:aws:ecs:eu-central-1:000000000000:task/cluster/${taskId}`,
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
      },
    });
  }
}
