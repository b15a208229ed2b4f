import { join } from "node:path";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { Logs } from "./logs.ts";
import { resources } from "./pulumi-resources.ts";

/** PutLogEvents takes 1 MiB of messages, which JSON may write twice as long. */
const maxBodyBytes = 2 * 1024 ** 2;

/** CloudWatch Logs, with its streams as text files. */
export const logs: EmbeddedService<"logs", Logs> = {
  name: "logs",
  start: ({ dir, clock, region }) => new Logs({ dir: join(dir, "logs"), clock, region }),
  wire: ({ service }) => ({ ...service, maxBodyBytes }),
  resources,
  calls: {
    sdkName: "cloudwatchlogs",
    package: "@aws-sdk/client-cloudwatch-logs",
    client: "CloudWatchLogsClient",
    name: "CloudWatchLogs",
  },
};
