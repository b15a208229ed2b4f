import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { declaredByName, settingOf } from "../../providers/declared-only.ts";
import { named, readInputs } from "../../providers/inputs.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import type { Logs } from "./logs.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const naming = { maxLength: 512 };

const logGroup = z.object({ ...named, retentionInDays: z.number().optional() });

export const resources: ResourceTypes<Logs> = {
  "aws:cloudwatch/logGroup:LogGroup": {
    naming,
    inputs: logGroup,
    create(resource, { service: logs, region }) {
      const { name, retentionInDays } = readInputs(logGroup, resource);
      logs?.createGroup(name, retentionInDays);
      return { id: name, outputs: { arn: regionalArn("logs", region, `log-group:${name}`), name, region } };
    },
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": declaredByName("logs", "metric-filter:", naming),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": settingOf("policyName"),
};
