import { z } from "zod";
import { named } from "../../providers/inputs.ts";

const keys = { hashKey: z.string(), rangeKey: z.string().optional() };
const projection = z.object({
  projectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
  nonKeyAttributes: z.array(z.string()).optional(),
});

/** The inputs of `aws.dynamodb.Table` that have an effect. */
export const tableInputs = z.object({
  ...named,
  ...keys,
  attributes: z.array(z.object({ name: z.string(), type: z.enum(["S", "N", "B"]) })),
  billingMode: z.enum(["PROVISIONED", "PAY_PER_REQUEST"]).default("PROVISIONED"),
  ttl: z.object({ attributeName: z.string().optional(), enabled: z.boolean().default(false) }).optional(),
  readCapacity: z.number().default(5),
  writeCapacity: z.number().default(5),
  globalSecondaryIndexes: z.array(projection.extend({ name: z.string(), ...keys })).default([]),
  localSecondaryIndexes: z.array(projection.extend({ name: z.string(), rangeKey: z.string() })).default([]),
  deletionProtectionEnabled: z.boolean().default(false),
  pointInTimeRecovery: z.object({ enabled: z.boolean() }).optional(),
  streamEnabled: z.boolean().default(false),
  streamViewType: z.enum(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]).optional(),
});

export type TableInputs = z.output<typeof tableInputs>;
