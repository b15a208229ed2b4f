import type { AwsError } from "../../host/gateway/aws-error.ts";
import { validation } from "./errors.ts";

/** Values of enums in the order in which DynamoDB's errors name them. Others have the order of the model. */
const orders = [
  ["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"],
  ["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"],
  ["INDEXES", "TOTAL", "NONE"],
  ["B", "N", "S"],
  ["OR", "AND"],
  ["ALL", "INCLUDE", "KEYS_ONLY"],
];

const byMembers = new Map(orders.map((order) => [[...order].sort().join(), order.join(", ")]));

/** The error of an input that the model refuses. */
export function enumsOrdered(message: string): AwsError {
  return validation(
    message.replace(/(?<=enum value set: \[)[\w, ]+(?=\])/g, (list) => {
      return byMembers.get(list.split(", ").sort().join()) ?? list;
    }),
  );
}
