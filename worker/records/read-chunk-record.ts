import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord } from "../../contract/records.ts";
import { BadConfigError } from "../../workflow-kit/at-run/errors.ts";

type StageOfChunk = Pick<ChunkRecord, "workflow" | "runId" | "chunk" | "stage">;

/** The record of a chunk's stage as it is now; undefined before the stage's first attempt. */
export async function readChunkRecord(
  client: DynamoDBDocumentClient,
  table: string,
  { workflow, runId, chunk, stage }: StageOfChunk,
): Promise<ChunkRecord | undefined> {
  const Key = tableKeys.chunk(workflow, runId, chunk, stage);
  const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
  return Item as ChunkRecord | undefined;
}

/** The record of a chunk's stage that has succeeded. @throws {BadConfigError} when it has not */
export async function succeededRecord(
  client: DynamoDBDocumentClient,
  table: string,
  stage: StageOfChunk,
): Promise<ChunkRecord> {
  const record = await readChunkRecord(client, table, stage);
  if (record?.status === "SUCCEEDED") return record;
  throw new BadConfigError(
    `stage ${stage.stage} of chunk ${stage.chunk} has not succeeded: the stages that read its files need it (needs)`,
  );
}
