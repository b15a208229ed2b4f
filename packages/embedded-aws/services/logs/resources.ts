import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import type { Realisations } from "../../providers/deployment.ts";
import { naming, readInputs } from "../../providers/inputs.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const logGroupName = { maxLength: 512 };

const logGroup = z.object({ ...naming, retentionInDays: z.number().optional() });

/** CloudWatch Logs. */
export const logs: Realisations = {
  "aws:cloudwatch/logGroup:LogGroup": (resource, { logs, names, region }) => {
    const inputs = readInputs(logGroup, resource);
    const name = names.of(resource, inputs, logGroupName);
    logs.createLogGroup(name, inputs.retentionInDays);
    return { id: name, outputs: { arn: regionalArn("logs", region, `log-group:${name}`), name, region } };
  },
};
