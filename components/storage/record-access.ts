import type { Input } from "@pulumi/pulumi";
import type { Statement } from "../policy-document.ts";

/** What a function that opens or closes runs does to the table: keep records, which stay, and locks, which do not. */
export function recordAccess(tableArn: Input<string>): Statement[] {
  return [
    {
      Effect: "Allow",
      Action: [
        "dynamodb:BatchWriteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
      ],
      Resource: tableArn,
    },
    {
      Effect: "Allow",
      Action: "dynamodb:DeleteItem",
      Resource: tableArn,
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["workflow#*"] } },
    },
  ];
}
