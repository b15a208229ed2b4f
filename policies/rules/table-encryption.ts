import type { TableArgs } from "@pulumi/aws/dynamodb/table.js";
import { z } from "zod";
import { resourceType } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

const table = resourceType<TableArgs>("aws:dynamodb/table:Table");

export const tableEncryption = resourceRule({
  name: "table-encryption",
  code: "BL-P042",
  // DynamoDB encrypts with its own keys by default: nobody sees their use, or can revoke them.
  title: "A DynamoDB table is encrypted with a KMS key of this account",
  severity: "high",
  fix: "Set serverSideEncryption: { enabled: true }, and kmsKeyArn if a customer-managed key is required.",
  config: z.object({
    customerKey: z.boolean().default(false).describe("Require a customer-managed KMS key (kmsKeyArn)."),
  }),
  checks: ({ customerKey }) =>
    on(table, ({ props }, { report }) => {
      const encryption = props.serverSideEncryption;
      if (encryption?.enabled !== true) report("serverSideEncryption.enabled", "is not true");
      else if (customerKey && !("kmsKeyArn" in encryption))
        report("serverSideEncryption.kmsKeyArn", "is missing");
    }),
});
