import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { settingOf } from "../../providers/declared-only.ts";
import { named, readInputs } from "../../providers/inputs.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import type { DynamoDb } from "./dynamodb.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const naming = { maxLength: 255 };

const keys = { hashKey: z.string(), rangeKey: z.string().optional() };
const projection = z.object({
  projectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
  nonKeyAttributes: z.array(z.string()).optional(),
});
const table = z.object({
  ...named,
  ...keys,
  attributes: z.array(z.object({ name: z.string(), type: z.enum(["S", "N", "B"]) })),
  billingMode: z.enum(["PROVISIONED", "PAY_PER_REQUEST"]).default("PROVISIONED"),
  ttl: z.object({ attributeName: z.string().optional(), enabled: z.boolean().optional() }).optional(),
  readCapacity: z.number().default(5),
  writeCapacity: z.number().default(5),
  globalSecondaryIndexes: z.array(projection.extend({ name: z.string(), ...keys })).optional(),
  localSecondaryIndexes: z.array(projection.extend({ name: z.string(), rangeKey: z.string() })).optional(),
});

/** Backups and encryption have no effect. */
export const resources: ResourceTypes<DynamoDb> = {
  "aws:dynamodb/table:Table": {
    naming,
    inputs: table,
    async create(resource, { service: dynamodb, region }) {
      const inputs = readInputs(table, resource);
      const { name } = inputs;
      await dynamodb?.createTable(createTable(inputs));
      const { attributeName, enabled = false } = inputs.ttl ?? {};
      if (enabled && attributeName !== undefined)
        await dynamodb?.updateTimeToLive({
          TableName: name,
          TimeToLiveSpecification: { AttributeName: attributeName, Enabled: true },
        });
      return { id: name, outputs: { arn: regionalArn("dynamodb", region, `table/${name}`), name, region } };
    },
  },
  "aws:dynamodb/resourcePolicy:ResourcePolicy": settingOf("resourceArn"),
};

function createTable(inputs: z.output<typeof table>): CreateTableCommandInput {
  const { globalSecondaryIndexes: global, localSecondaryIndexes: local } = inputs;
  const provisioned = { ReadCapacityUnits: inputs.readCapacity, WriteCapacityUnits: inputs.writeCapacity };
  const throughput = inputs.billingMode === "PROVISIONED" ? { ProvisionedThroughput: provisioned } : {};
  return {
    TableName: inputs.name,
    BillingMode: inputs.billingMode,
    KeySchema: keySchema(inputs.hashKey, inputs.rangeKey),
    AttributeDefinitions: inputs.attributes.map((a) => ({ AttributeName: a.name, AttributeType: a.type })),
    ...throughput,
    ...(global && {
      GlobalSecondaryIndexes: global.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index.hashKey, index.rangeKey),
        Projection: project(index),
        ...throughput,
      })),
    }),
    ...(local && {
      LocalSecondaryIndexes: local.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(inputs.hashKey, index.rangeKey),
        Projection: project(index),
      })),
    }),
  };
}

function keySchema(hashKey: string, rangeKey: string | undefined) {
  return [
    { AttributeName: hashKey, KeyType: "HASH" as const },
    ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: "RANGE" as const }]),
  ];
}

function project(index: z.output<typeof projection>) {
  const { projectionType: ProjectionType, nonKeyAttributes: NonKeyAttributes } = index;
  return { ProjectionType, ...(NonKeyAttributes && { NonKeyAttributes }) };
}
