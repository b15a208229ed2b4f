import { expect } from "chai";
import { json, type Registrations } from "../../testing/pulumi/registrations.ts";
import { variants } from "../../testing/pulumi/variants.ts";

describe("the budget of a stack", () => {
  let up: Registrations;
  before(async function () {
    this.timeout(60_000);
    up = await variants("up");
  });

  it("counts what has the stack's tags, and reports to the topic of the alarms", () => {
    const { notifications, ...budget } = up.get("budgets/budget:Budget", "alarms-budget").inputs;
    expect(budget).to.deep.equal({
      ...{ budgetType: "COST", timeUnit: "MONTHLY", limitAmount: "500", limitUnit: "USD" },
      metrics: "UnblendedCost",
      filterExpression: {
        ands: [
          { tags: { key: "application", values: ["shop"] } },
          { tags: { key: "stack", values: ["prod"] } },
        ],
      },
    });
    const message = { thresholdType: "PERCENTAGE", comparisonOperator: "GREATER_THAN" };
    const topic = { subscriberSnsTopicArns: ["arn:aws:Topic:::alarms"] };
    expect(notifications).to.deep.equal([
      { notificationType: "ACTUAL", threshold: 80, ...message, ...topic },
      { notificationType: "ACTUAL", threshold: 100, ...message, ...topic },
      { notificationType: "FORECASTED", threshold: 100, ...message, ...topic },
    ]);
  });

  it("may publish to the topic and use its key, for budgets of this account", () => {
    const Condition = {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: { "aws:SourceArn": "arn:aws:budgets::123456789012:*" },
    };
    const statement = { Effect: "Allow", Principal: { Service: "budgets.amazonaws.com" }, Condition };
    const key = json(up.get("kms/key:Key", "alarms").inputs.policy).Statement;
    expect(key).to.deep.include({
      ...statement,
      ...{ Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: "*" },
    });
    const topic = json(up.get("sns/topicPolicy:TopicPolicy", "alarms").inputs.policy).Statement;
    expect(topic).to.deep.include({
      ...statement,
      ...{ Action: "sns:Publish", Resource: "arn:aws:Topic:::alarms" },
    });
  });
});
