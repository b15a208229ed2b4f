import { join } from "node:path";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { Logs } from "./logs.ts";
import { resources } from "./pulumi-resources.ts";

/** CloudWatch Logs, with its streams as text files. */
export const logs: EmbeddedService<"logs", Logs> = {
  name: "logs",
  start: ({ dir, clock, region }) => new Logs({ dir: join(dir, "cloudwatch"), clock, region }),
  wire: ({ service }) => service,
  resources,
  calls: {
    sdkName: "cloudwatchlogs",
    model: "logs",
    package: "@aws-sdk/client-cloudwatch-logs",
    client: "CloudWatchLogsClient",
    name: "CloudWatchLogs",
  },
};
