import { join } from "node:path";
import { expect } from "chai";
import { unknown } from "../../local/engine/property.ts";
import { runProgram } from "../../local/engine/run-program.ts";
import { json, Registrations } from "./registrations.ts";
import { standInProvider } from "./stand-in-provider.ts";

const root = join(import.meta.dirname, "..", "..");
const topic = "arn:aws:Topic:::alarms";

describe("Alarms", () => {
  let up: Registrations;
  let preview: Registrations;
  before(async function () {
    this.timeout(60_000);
    const config = { alarmEmails: ["oncall@example.com"] };
    [up, preview] = (
      await Promise.all([
        runProgram({ root, stack: "dev", mode: "up", provider: standInProvider, config }),
        runProgram({ root, stack: "dev", mode: "preview" }),
      ])
    ).map((run) => new Registrations(run)) as [Registrations, Registrations];
  });

  it("rings when a run fails or times out, whichever workflow's", () => {
    expect(up.get("MetricAlarm", "alarms-catalog-import-failed").inputs).to.deep.equal({
      alarmDescription:
        "A run of catalog-import failed or timed out: batchline runs, then batchline why <run>",
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
            dimensions: { StateMachineArn: "arn:aws:StateMachine:::catalog-import" },
          },
        })),
      ],
    });
    for (const { name } of up.all("StateMachine")) up.get("MetricAlarm", `alarms-${name}-failed`);
  });

  it("rings when a function fails, and when a schedule could not start a run", () => {
    expect(up.get("MetricAlarm", "alarms-metadata-errors").inputs).to.deep.include({
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: "metadata-name" },
      statistic: "Sum",
      period: 300,
      alarmActions: [topic],
    });
    for (const { name } of up.all("lambda/function:Function")) up.get("MetricAlarm", `alarms-${name}-errors`);
    expect(up.get("MetricAlarm", "alarms-sitemap-not-started").inputs).to.deep.include({
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "sitemap-schedule-dead-letters-name" },
    });
  });

  it("says in words which job blocks this stack's queue", () => {
    expect(json<object>(up.get("EventRule", "alarms-queue-blocked").inputs.eventPattern)).to.deep.equal({
      source: ["aws.batch"],
      "detail-type": ["Batch Job Queue Blocked"],
      detail: { jobQueue: ["arn:aws:JobQueue:::compute"] },
    });
    const target = up.get("EventTarget", "alarms-queue-blocked");
    expect(target.inputs).to.deep.equal({
      rule: "alarms-queue-blocked-name",
      arn: topic,
      inputTransformer: {
        inputPaths: { job: "$.detail.jobName", id: "$.detail.jobId", reason: "$.detail.statusReason" },
        inputTemplate: '"The job <job> (<id>) blocks the queue: <reason>"',
      },
    });
    expect(up.dependencies(target)).to.include("TopicPolicy alarms");
  });

  it("lets the two services that ring publish to its topic, and mails those who asked", () => {
    expect(json(up.get("TopicPolicy", "alarms").inputs.policy).Statement).to.deep.equal([
      {
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic,
        Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
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

  it("previews while what it watches is unknown", () => {
    expect(preview.get("EventRule", "alarms-queue-blocked").inputs.eventPattern).to.equal(unknown);
    expect(preview.all("MetricAlarm")).to.have.length(up.all("MetricAlarm").length);
    expect(preview.all("TopicSubscription")).to.deep.equal([]);
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
      expect(dashboardName).to.equal("batchline-dev");
      return json<{ widgets: Widget[] }>(dashboardBody).widgets;
    };

    it("shows every alarm first, then a line a workflow and a function", () => {
      const [alarms, ...graphs] = widgets();
      expect(alarms?.properties.alarms).to.have.length(up.all("MetricAlarm").length);
      expect(graphs.map(({ properties }) => properties.metrics?.length)).to.deep.equal([3, 3, 3, 3, 3, 2]);
      expect(graphs[1]?.properties.metrics?.[0]).to.deep.equal([
        "AWS/States",
        "ExecutionsFailed",
        "StateMachineArn",
        "arn:aws:StateMachine:::catalog-import",
        { label: "catalog-import" },
      ]);
    });

    it("lays its widgets out side by side within CloudWatch's 24 columns", () => {
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
