import type { Coverage } from "../../models/coverage.ts";

/** Changes of these would have to be seen in the function's process. */
const settings = [
  ...["VpcConfig", "DeadLetterConfig", "KMSKeyArn", "TracingConfig", "Layers", "FileSystemConfigs"],
  ...["ImageConfig", "EphemeralStorage", "SnapStart", "CapacityProviderConfig", "DurableConfig"],
  ...["RuntimeConfig", "AcceleratorConfig", "RevisionId", "Description"],
  ...["LoggingConfig.ApplicationLogLevel", "LoggingConfig.SystemLogLevel"],
];

/** What Lambda here does with the members of AWS's model. */
export const coverage: Coverage = {
  Invoke: { refused: ["ClientContext", "DurableExecutionName", "TenantId"] },
  GetFunction: {},
  GetFunctionConfiguration: {},
  UpdateFunctionConfiguration: { refused: settings },
  PublishVersion: { refused: ["Description", "RevisionId", "PublishTo"] },
  ListVersionsByFunction: {},
  DeleteFunction: {},
  PutFunctionConcurrency: {},
  GetFunctionConcurrency: {},
  DeleteFunctionConcurrency: {},
  CreateAlias: {},
  GetAlias: {},
  ListAliases: {},
  UpdateAlias: {},
  DeleteAlias: {},
};
