import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { declaredByName, settingOf } from "../../providers/declared-only.ts";
import { naming, readInputs } from "../../providers/inputs.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import type { Logs } from "./logs.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const logGroupName = { maxLength: 512 };

const logGroup = z.object({ ...naming, retentionInDays: z.number().optional() });

export const resources: ResourceTypes<Logs> = {
  "aws:cloudwatch/logGroup:LogGroup": {
    create(resource, { service: logs, names, region }) {
      const inputs = readInputs(logGroup, resource);
      const name = names.of(resource, inputs, logGroupName);
      logs?.createGroup(name, inputs.retentionInDays);
      return { id: name, outputs: { arn: regionalArn("logs", region, `log-group:${name}`), name, region } };
    },
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": declaredByName("logs", "metric-filter:", 512),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": settingOf("policyName"),
};
