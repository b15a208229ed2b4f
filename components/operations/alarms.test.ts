import { unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { json, type Registrations, record } from "../../testing/pulumi/registrations.ts";
import { variants } from "../../testing/pulumi/variants.ts";

const topic = "arn:aws:Topic:::alarms";

describe("Alarms", () => {
  let up: Registrations;
  let preview: Registrations;
  before(async function () {
    this.timeout(60_000);
    up = await variants("up");
    preview = await variants("preview");
  });

  it("one per workflow, for failed and timed-out runs", () => {
    expect(up.get("MetricAlarm", "alarms-nightly-failed").inputs).to.deep.equal({
      alarmDescription:
        "A run of nightly failed or timed out. Its execution in the Step Functions console names the reason. To run it again: batchline run nightly",
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
      alarmActions: [topic],
      metricQueries: [
        {
          id: "bad",
          expression: "FILL(failed, 0) + FILL(late, 0)",
          label: "failed or timed out",
          returnData: true,
        },
        ...[
          ["failed", "ExecutionsFailed"],
          ["late", "ExecutionsTimedOut"],
        ].map(([id, metricName]) => ({
          id,
          metric: {
            namespace: "AWS/States",
            metricName,
            period: 300,
            stat: "Sum",
            dimensions: { StateMachineArn: "arn:aws:states:eu-central-1:000000000000:stateMachine:nightly" },
          },
        })),
      ],
    });
    for (const name of ["nightly", "by-hand"]) up.get("MetricAlarm", `alarms-${name}-failed`);
  });

  it("for failed functions, and for schedules that could not start a run", () => {
    expect(up.get("MetricAlarm", "alarms-greet-errors").inputs).to.deep.include({
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: "greet-name" },
      statistic: "Sum",
      period: 300,
      alarmActions: [topic],
    });
    expect(up.get("MetricAlarm", "alarms-nightly-not-started").inputs).to.deep.include({
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "nightly-schedule-dead-letters-name" },
    });
  });

  it("for a broker that Lambda has throttled for 15 minutes, because containers wait for it", () => {
    expect(up.get("MetricAlarm", "alarms-broker-throttled").inputs).to.deep.include({
      namespace: "AWS/Lambda",
      metricName: "Throttles",
      dimensions: { FunctionName: "broker-name" },
      ...{ statistic: "Sum", period: 300, evaluationPeriods: 3, threshold: 0 },
      alarmActions: [topic],
    });
  });

  it("for a run that has been under way for twelve hours: a function logs the age of the oldest one each 15 minutes", () => {
    expect(up.get("MetricAlarm", "alarms-run-too-old").inputs).to.deep.include({
      namespace: "variants-dev",
      metricName: "OldestRunSeconds",
      statistic: "Maximum",
      period: 900,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 12 * 3600 - 1,
      treatMissingData: "notBreaching",
    });
    expect(up.get("LogMetricFilter", "run-ages").inputs).to.deep.equal({
      logGroupName: "/variants/dev/functions/greet",
      pattern: "{ $.message.oldestRunSeconds = * }",
      metricTransformation: {
        name: "OldestRunSeconds",
        namespace: "variants-dev",
        value: "$.message.oldestRunSeconds",
        unit: "Seconds",
      },
    });
    const { target, scheduleExpression } = up.get("Schedule", "run-ages").inputs;
    expect([scheduleExpression, record(target).arn]).to.deep.equal([
      "cron(0/15 * * * ? *)",
      "arn:aws:lambda:::function:greet",
    ]);
    expect(json<object>(record(target).input)).to.deep.equal({
      stateMachines: [
        "arn:aws:states:eu-central-1:000000000000:stateMachine:nightly",
        "arn:aws:states:eu-central-1:000000000000:stateMachine:by-hand",
      ],
    });
    expect(json(up.get("RolePolicy", "run-ages").inputs.policy).Statement[0]).to.deep.equal({
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      Resource: "arn:aws:lambda:::function:greet",
    });
  });

  it("for executions after which nothing was cleaned up", () => {
    expect(up.get("MetricAlarm", "alarms-not-cleaned-up").inputs).to.deep.include({
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      threshold: 0,
      dimensions: { QueueName: "stopped-dead-letters-name" },
      alarmActions: [topic],
    });
  });

  it("blocked queues: the message names job and queue", () => {
    expect(json<object>(up.get("EventRule", "alarms-queue-blocked").inputs.eventPattern)).to.deep.equal({
      source: ["aws.batch"],
      "detail-type": ["Batch Job Queue Blocked"],
      detail: { jobQueue: ["arn:aws:JobQueue:::mixed", "arn:aws:JobQueue:::accelerated"] },
    });
    const target = up.get("EventTarget", "alarms-queue-blocked");
    expect(target.inputs).to.deep.equal({
      rule: "alarms-queue-blocked-name",
      arn: topic,
      inputTransformer: {
        inputPaths: {
          job: "$.detail.jobName",
          id: "$.detail.jobId",
          queue: "$.detail.jobQueue",
          reason: "$.detail.statusReason",
        },
        inputTemplate: '"The job <job> (<id>) blocks the queue <queue>: <reason>"',
      },
    });
    expect(up.dependencies(target)).to.include("TopicPolicy alarms");
  });

  it("topic: CloudWatch and EventBridge may publish; addresses are subscribed", () => {
    expect(json(up.get("TopicPolicy", "alarms").inputs.policy).Statement.slice(0, 2)).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic,
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic,
      },
    ]);
    expect(up.all("TopicSubscription").map(({ inputs }) => inputs)).to.deep.equal([
      { topic, protocol: "email", endpoint: "oncall@example.com" },
    ]);
  });

  it("previews while watched resources are unknown", () => {
    expect(preview.get("EventRule", "alarms-queue-blocked").inputs.eventPattern).to.equal(unknown);
    expect(preview.all("MetricAlarm")).to.have.length(up.all("MetricAlarm").length);
  });

  describe("Dashboard", () => {
    interface Widget {
      readonly type: string;
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly properties: {
        readonly title: string;
        readonly alarms?: string[];
        readonly metrics?: unknown[][];
      };
    }
    const widgets = () => {
      const { dashboardBody, dashboardName } = up.get(
        "aws:cloudwatch/dashboard:Dashboard",
        "dashboard",
      ).inputs;
      expect(dashboardName).to.equal("variants-dev");
      return json<{ widgets: Widget[] }>(dashboardBody).widgets;
    };

    it("alarms first, then one line for each workflow and function", () => {
      const [alarms, ...graphs] = widgets();
      expect(alarms?.properties.alarms).to.have.length(up.all("MetricAlarm").length);
      expect(graphs.map(({ properties }) => properties.metrics?.length)).to.deep.equal([2, 2, 2, 1, 1, 1]);
      expect(graphs[1]?.properties.metrics?.[0]).to.deep.equal([
        "AWS/States",
        "ExecutionsFailed",
        "StateMachineArn",
        "arn:aws:states:eu-central-1:000000000000:stateMachine:nightly",
        { label: "nightly" },
      ]);
    });

    it("widgets do not overlap within 24 columns", () => {
      const places = widgets();
      const overlap = (a: Widget, b: Widget) =>
        a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
      places.forEach((widget, index) => {
        expect(widget.x + widget.width).to.be.at.most(24);
        for (const other of places.slice(index + 1)) expect(overlap(widget, other)).to.equal(false);
      });
    });
  });
});
