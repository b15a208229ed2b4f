import type { Coverage } from "../../models/coverage.ts";

/** What CloudWatch Logs here does with the members of AWS's model. */
export const coverage: Coverage = {
  CreateLogGroup: { only: { logGroupClass: ["STANDARD"] } },
  DeleteLogGroup: {},
  PutLogGroupDeletionProtection: {},
  DescribeLogGroups: {
    refused: ["accountIdentifiers", "includeLinkedAccounts"],
    only: { logGroupClass: ["STANDARD"] },
  },
  PutRetentionPolicy: {},
  DeleteRetentionPolicy: {},
  ListTagsForResource: {},
  TagResource: {},
  UntagResource: {},
  CreateLogStream: {},
  DeleteLogStream: {},
  DescribeLogStreams: {},
  PutLogEvents: {
    refused: ["entity"],
    ignored: { sequenceToken: "AWS accepts any" },
  },
  GetLogEvents: { ignored: { unmask: "nothing is masked" } },
  FilterLogEvents: {
    only: { startFromHead: [true] },
    ignored: { unmask: "nothing is masked", interleaved: "AWS takes it for true" },
  },
};
