import { join } from "node:path";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { type DynamoDb, startDynamoDb } from "./dynamodb.ts";
import { resources } from "./pulumi-resources.ts";

export const dynamodb: EmbeddedService<"dynamodb", DynamoDb> = {
  name: "dynamodb",
  start: ({ dir, region, clock, identity }) =>
    startDynamoDb({ dir: join(dir, "dynamodb"), region, clock, policies: identity.resourcePolicies }),
  wire: ({ service }) => service,
  resources,
  calls: {
    sdkName: "dynamodb",
    model: "dynamodb",
    package: "@aws-sdk/client-dynamodb",
    client: "DynamoDBClient",
    name: "DynamoDb",
    optimised: {
      type: "dynamodb",
      name: "DynamoDB",
      baseException: "AmazonDynamoDBException",
      serviceName: "AmazonDynamoDBv2",
      actions: {
        getItem: { patterns: [""] },
        putItem: { patterns: [""] },
        updateItem: { patterns: [""] },
        deleteItem: { patterns: [""] },
      },
    },
  },
  close: async (dynamodb) => dynamodb.stop(),
};
