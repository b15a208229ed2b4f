import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { declaredByName, settingOf } from "../../providers/declared-only.ts";
import { named, readInputs, tags } from "../../providers/inputs.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import type { Logs } from "./logs.ts";
import { retentionDays } from "./retention.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const naming = { maxLength: 512, pattern: /^[\w./#-]+$/ };

const logGroup = z.object({
  ...named,
  /** 0: events are kept for ever. */
  retentionInDays: z
    .number()
    .default(0)
    .refine((days) => days === 0 || retentionDays.includes(days), `one of 0, ${retentionDays.join(", ")}`),
  skipDestroy: z.boolean().default(false),
  kmsKeyId: z.string().optional(),
  logGroupClass: z.literal("STANDARD", "other classes are not in the embedded AWS").optional(),
  deletionProtectionEnabled: z.boolean().default(false),
  tags,
});

export const resources: ResourceTypes<Logs> = {
  "aws:cloudwatch/logGroup:LogGroup": {
    naming,
    inputs: logGroup,
    create(resource, { service: logs, region }) {
      const { name, retentionInDays, kmsKeyId, tags, ...settings } = readInputs(logGroup, resource);
      const group = logs?.createNewGroup(name, retentionInDays || undefined, { kmsKeyId, tags });
      if (group) group.isProtected = settings.deletionProtectionEnabled;
      return { id: name, outputs: describe(name, region) };
    },
    update(resource, { id }, { service: logs, region }) {
      const { retentionInDays, tags = {}, deletionProtectionEnabled } = readInputs(logGroup, resource);
      logs?.setRetention(id, retentionInDays || undefined);
      const group = logs?.groups.get(id);
      if (group) Object.assign(group, { tags, isProtected: deletionProtectionEnabled });
      return { id, outputs: describe(id, region) };
    },
    exists: ({ id }, { service: logs }) => logs?.hasGroup(id),
    delete({ id, inputs }, { service: logs }) {
      if (inputs.skipDestroy !== true) logs?.deleteUnprotected(id);
    },
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": declaredByName("logs", "metric-filter:", naming),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": settingOf("policyName"),
};

function describe(name: string, region: string) {
  return { arn: regionalArn("logs", region, `log-group:${name}`), name, region };
}
