import type { EmbeddedService } from "../../host/embedded-service.ts";
import { accountId } from "../../host/identity/principal.ts";
import { declaredByName, declaredOnly } from "../../providers/declared-only.ts";

/** CloudWatch alarms and dashboards: declared only. */
export const cloudwatch: EmbeddedService<"cloudwatch"> = {
  name: "cloudwatch",
  resources: {
    "aws:cloudwatch/metricAlarm:MetricAlarm": declaredByName("cloudwatch", "alarm:", { maxLength: 255 }),
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": declaredByName("cloudwatch", "alarm:", {
      maxLength: 255,
      input: "alarmName",
    }),
    "aws:cloudwatch/dashboard:Dashboard": declaredOnly((resource) => {
      const name = String(resource.inputs.dashboardName);
      return { id: name, outputs: { dashboardArn: `arn:aws:cloudwatch::${accountId}:dashboard/${name}` } };
    }),
  },
};
