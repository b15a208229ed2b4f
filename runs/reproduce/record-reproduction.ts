import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord, Reproduction } from "../../contract/records.ts";
import type { OpenRun } from "../records/open-run.ts";

/** Enters into the run's record who copies a tenant's data. Call it before anything is copied: without the entry nothing may be. */
export async function recordReproduction(
  { stack, workflow, runId }: OpenRun,
  { tenant, stage, chunk }: Pick<ChunkRecord, "tenant" | "stage" | "chunk">,
  now = new Date(),
): Promise<void> {
  const { Arn: by = "" } = await stack.clients.sts.send(new GetCallerIdentityCommand());
  const entry: Reproduction = { by, at: now.toISOString(), tenant, stage, chunk };
  await DynamoDBDocumentClient.from(stack.clients.dynamodb).send(
    new UpdateCommand({
      TableName: stack.outputs.table,
      Key: tableKeys.run(workflow, runId),
      ConditionExpression: "attribute_exists(pk)",
      UpdateExpression: "SET reproductions = list_append(if_not_exists(reproductions, :none), :entry)",
      ExpressionAttributeValues: { ":none": [], ":entry": [entry] },
    }),
  );
}
