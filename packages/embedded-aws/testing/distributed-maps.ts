import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeMapRunCommand, ListExecutionsCommand, ListMapRunsCommand } from "@aws-sdk/client-sfn";
import { startS3 } from "../services/s3/s3.ts";
import { account, type Embedded, region } from "./embedded-step-functions.ts";
import { historyOf } from "./executions.ts";

/** Sends each item to the function `work` and returns its result. */
export const working = {
  StartAt: "W",
  States: {
    W: {
      Type: "Task",
      Resource: `arn:aws:lambda:${region}:${account}:function:work`,
      End: true,
    },
  },
};

/** A machine with one distributed Map. */
export const mapOf = (processor: object, more: object = {}) => ({
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      Label: "Each",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        ...processor,
      },
      ...more,
      End: true,
    },
  },
});

export async function mapRunOf(aws: Embedded, executionArn: string) {
  const { mapRuns = [] } = await aws.client.send(new ListMapRunsCommand({ executionArn }));
  return aws.client.send(new DescribeMapRunCommand({ mapRunArn: mapRuns[0]?.mapRunArn }));
}

export const childrenOf = async (aws: Embedded, mapRunArn: string | undefined) =>
  (await aws.client.send(new ListExecutionsCommand({ mapRunArn }))).executions ?? [];

/** The history as `<type>`<`<id of the event before>`. */
export const chainOf = async (aws: Embedded, executionArn: string) =>
  (await historyOf(aws, executionArn)).map(({ type, previousEventId }) => `${type}<${previousEventId}`);

/** S3 in a temporary folder, with a bucket `data`. */
export async function startDataBucket() {
  const dir = await mkdtemp(join(tmpdir(), "distributed-map-"));
  const s3 = await startS3({ dir });
  await s3.createBucket("data");
  return {
    service: s3.service,
    put: (key: string, body: string) => s3.putObject("data", key, body),
    /** S3 keeps objects as files under their own names. */
    read: (key: string) => readFile(join(dir, "data", key), "utf8"),
    async stop() {
      await s3.stop();
      await rm(dir, { recursive: true });
    },
  };
}

export type DataBucket = Awaited<ReturnType<typeof startDataBucket>>;
