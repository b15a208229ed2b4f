import { Budget } from "@pulumi/aws/budgets/budget.js";
import type { Input, Resource } from "@pulumi/pulumi";

interface MonthlyBudgetArgs {
  /** US dollars a month. */
  readonly limitUsd: number;
  /** What counts: resources with all of these tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** ARN of the topic of the alarms. */
  readonly topicArn: Input<string>;
}

/** When the topic gets a message: by what was spent, and by what AWS expects until the month's end. In percent of the limit. */
const messages = [
  { notificationType: "ACTUAL", threshold: 80 },
  { notificationType: "ACTUAL", threshold: 100 },
  { notificationType: "FORECASTED", threshold: 100 },
] as const;

/**
 * A budget of AWS for what a stack costs in a month. AWS looks a few times a day, and knows only tags that are activated for cost allocation.
 * @param dependsOn Lets AWS publish to the topic.
 */
export function monthlyBudget(
  name: string,
  { limitUsd, tags, topicArn }: MonthlyBudgetArgs,
  { parent, dependsOn }: { readonly parent: Resource; readonly dependsOn: Resource },
): Budget {
  const filters = Object.entries(tags).map(([key, value]) => ({ tags: { key, values: [value] } }));
  const [only] = filters;
  return new Budget(
    name,
    {
      ...{ budgetType: "COST", timeUnit: "MONTHLY", limitAmount: String(limitUsd), limitUnit: "USD" },
      // A filter of one has no AND.
      ...(only !== undefined && { filterExpression: filters.length === 1 ? only : { ands: filters } }),
      // AWS takes a metric with an expression only.
      ...(only !== undefined && { metrics: "UnblendedCost" }),
      notifications: messages.map((message) => ({
        ...{ ...message, thresholdType: "PERCENTAGE", comparisonOperator: "GREATER_THAN" },
        subscriberSnsTopicArns: [topicArn],
      })),
    },
    { parent, dependsOn: [dependsOn] },
  );
}
