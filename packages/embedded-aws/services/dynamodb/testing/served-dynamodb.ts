import { type CreateTableCommandInput, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Clock, realClock } from "@batchline/clock";
import { startGateway } from "../../../host/gateway/server.ts";
import { Identity } from "../../../host/identity/identity.ts";
import type { PolicyStatement } from "../../../host/identity/policy-document.ts";
import { clientFor } from "../../../testing/client.ts";
import { startDynamoDb } from "../dynamodb.ts";

/** DynamoDB in memory behind a gateway, with the table `records`. @default the machine's time */
export async function serveDynamoDb({ clock = realClock }: { readonly clock?: Clock } = {}) {
  const identity = new Identity({ clock });
  const dynamodb = startDynamoDb({ region: "eu-west-1", clock });
  await dynamodb.createTable(records);
  const gateway = await startGateway({ identity, services: [dynamodb.service] });
  const client = (credentials: Parameters<typeof clientFor>[1]) =>
    new DynamoDBClient(clientFor(gateway.endpoint, credentials));
  return {
    client: client(identity.operator),
    /** Clients of a role `reader` that has these rights; the session has the tag `tenant=acme`. */
    readerWith(...rights: PolicyStatement[]) {
      const arn = "arn:aws:iam::000000000000:role/reader";
      identity.putRole({
        name: "reader",
        arn,
        trust: { Statement: { Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" } },
      });
      identity.putRolePolicy("reader", "rights", { Version: "2012-10-17", Statement: rights });
      const credentials = identity.credentialsFor(arn, "test", { tenant: "acme" });
      return DynamoDBDocumentClient.from(client(credentials));
    },
    async stop() {
      await gateway.stop();
      dynamodb.stop();
    },
  };
}

/** Sends a request that the SDK's types do not allow. */
export function sendRaw(
  client: DynamoDBDocumentClient,
  operation: string,
  input: unknown,
  version = "20120810",
): Promise<unknown> {
  const command = new ListTablesCommand();
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: string; headers: Record<string, string> };
      request.body = typeof input === "string" ? input : JSON.stringify(input);
      request.headers["x-amz-target"] = `DynamoDB_${version}.${operation}`;
      return next(args);
    },
    { step: "serialize", priority: "low" },
  );
  return client.send(command);
}

export type ServedDynamoDb = Awaited<ReturnType<typeof serveDynamoDb>>;

/** A table with the keys `pk` and `sk`, and an index `by-status` with the key `status`. */
export const records: CreateTableCommandInput & { readonly TableName: string } = {
  TableName: "records",
  AttributeDefinitions: ["pk", "sk", "status"].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S",
  })),
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: "by-status",
      KeySchema: [{ AttributeName: "status", KeyType: "HASH" }],
      Projection: { ProjectionType: "ALL" },
    },
  ],
  BillingMode: "PAY_PER_REQUEST",
};
