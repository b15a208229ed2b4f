import type { TableArgs } from "@pulumi/aws/dynamodb/table.js";
import { z } from "zod";
import { resourceType } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const table = resourceType<TableArgs>("aws:dynamodb/table:Table");

export const tableEncryption = resourceRule({
  name: "table-encryption",
  code: "BL-P042",
  // DynamoDB encrypts with keys of its own where nothing is said: no one sees when they are used, or can take them away.
  title: "A DynamoDB table is encrypted with a KMS key of this account",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Set serverSideEncryption: { enabled: true }, with kmsKeyArn where a key of our own is demanded.",
  config: z.object({
    customerKey: z.boolean().default(false).describe("Demand a KMS key of our own (kmsKeyArn)."),
  }),
  checks: ({ customerKey }) => [
    on(table, ({ props }, { report }) => {
      const encryption = props.serverSideEncryption;
      if (encryption?.enabled !== true) report("serverSideEncryption.enabled is not true");
      else if (customerKey && !("kmsKeyArn" in encryption))
        report("serverSideEncryption.kmsKeyArn is missing");
    }),
  ],
});
