import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { BatchClient, type DescribeJobsCommandInput, type JobDetail } from "@aws-sdk/client-batch";
import { restJsonService } from "../../../local/gateway/protocols/rest-json.ts";

/** AWS Batch's DescribeJobs over its real protocol, for the jobs in `jobs`. */
export interface BatchServer {
  readonly client: BatchClient;
  readonly endpoint: string;
  /** By job id. */
  readonly jobs: Map<string, Partial<JobDetail>>;
  /** How many ids each call asked for. */
  readonly asked: number[];
  stop(): Promise<void>;
}

export async function startBatch(): Promise<BatchServer> {
  const jobs = new Map<string, Partial<JobDetail>>();
  const asked: number[] = [];
  const service = restJsonService({
    signingName: "batch",
    routes: { "POST /v1/describejobs": "DescribeJobs" },
    operations: {
      DescribeJobs(input: DescribeJobsCommandInput) {
        const ids = input.jobs ?? [];
        asked.push(ids.length);
        return { jobs: ids.flatMap((jobId) => (jobs.has(jobId) ? [{ jobId, ...jobs.get(jobId) }] : [])) };
      },
    },
  });
  const server = createServer(async (message, response) => {
    const parts: Buffer[] = [];
    for await (const part of message) parts.push(part as Buffer);
    const answer = await service.handle({
      method: message.method ?? "",
      path: message.url ?? "",
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.concat(parts),
      requestId: "request",
      principal: { arn: "arn:aws:iam::000000000000:root", userId: "000000000000", tags: {} },
      authorise: () => undefined,
    });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new BatchClient({
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    endpoint,
    maxAttempts: 1,
  });
  return {
    client,
    endpoint,
    jobs,
    asked,
    stop() {
      client.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
