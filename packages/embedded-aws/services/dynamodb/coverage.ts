import type { Coverage } from "../../models/coverage.ts";

/** What DynamoDB here does with the members of AWS's model. */
export const coverage: Coverage = {
  BatchGetItem: {},
  BatchWriteItem: {},
  CreateTable: {
    refused: [
      ...["ResourcePolicy", "OnDemandThroughput", "WarmThroughput", "VectorIndexes"],
      ...["GlobalTableSourceArn", "GlobalTableSettingsReplicationMode"],
      ...["GlobalSecondaryIndexes[].OnDemandThroughput", "GlobalSecondaryIndexes[].WarmThroughput"],
    ],
  },
  DeleteItem: {},
  DeleteTable: {},
  DescribeContinuousBackups: {},
  DescribeTable: {},
  DescribeTimeToLive: {},
  GetItem: {},
  ListTables: {},
  ListTagsOfResource: { ignored: { NextToken: "all tags are in one answer" } },
  PutItem: {},
  Query: {},
  Scan: {},
  TagResource: {},
  TransactGetItems: {},
  TransactWriteItems: {},
  UntagResource: {},
  UpdateContinuousBackups: {},
  UpdateItem: {},
  UpdateTable: {
    refused: [
      ...["ReplicaUpdates", "MultiRegionConsistency", "GlobalTableWitnessUpdates", "OnDemandThroughput"],
      ...[
        "WarmThroughput",
        "GlobalTableSettingsReplicationMode",
        "VectorIndexUpdates",
        "DisassociationProtectionEnabled",
      ],
      ...[
        "GlobalSecondaryIndexUpdates[].Create.OnDemandThroughput",
        "GlobalSecondaryIndexUpdates[].Create.WarmThroughput",
      ],
      ...[
        "GlobalSecondaryIndexUpdates[].Update.OnDemandThroughput",
        "GlobalSecondaryIndexUpdates[].Update.WarmThroughput",
      ],
    ],
  },
  UpdateTimeToLive: {},
};
