import { jobQueue } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";

/** https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html */
const limit = 3;

export const queueEnvironments = resourceRule({
  name: "queue-environments",
  code: "BL-P011",
  title: "A job queue has one to three compute environments",
  severity: "medium",
  fix: "Give the queue at most three environments with more instance types in each, or create another queue.",
  checks: () =>
    on(jobQueue, ({ props }, { report }) => {
      const count = props.computeEnvironmentOrders?.length ?? 0;
      if (count === 0) report("computeEnvironmentOrders", "is empty: no job would ever run");
      if (count > limit)
        report("computeEnvironmentOrders", `has ${count} environments; AWS Batch allows ${limit}`);
    }),
});
