import type { Types } from "dynalite/validations/index.js";

/** What an operation on a table can be given. The class of a table and its encryption have no effect. */
export const tableMembers: Readonly<Record<string, Types>> = {
  CreateTable: members(
    ...["AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes", "Tags"],
    ...["BillingMode", "ProvisionedThroughput", "DeletionProtectionEnabled", "StreamSpecification"],
    ...["SSESpecification", "TableClass"],
  ),
  DeleteTable: members(),
  DescribeContinuousBackups: members(),
  DescribeTable: members(),
  DescribeTimeToLive: members(),
  UpdateContinuousBackups: members("PointInTimeRecoverySpecification"),
  UpdateTable: members(
    ...["AttributeDefinitions", "GlobalSecondaryIndexUpdates"],
    ...["BillingMode", "ProvisionedThroughput", "DeletionProtectionEnabled", "StreamSpecification"],
    ...["SSESpecification", "TableClass"],
  ),
  UpdateTimeToLive: members("TimeToLiveSpecification"),
};

function members(...names: readonly string[]): Types {
  return Object.fromEntries(["TableName", ...names].map((name) => [name, "any"]));
}
