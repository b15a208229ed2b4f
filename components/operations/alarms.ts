import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { MetricAlarm, type MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import * as sns from "@pulumi/aws/sns/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, jsonStringify } from "@pulumi/pulumi";
import { policyDocument } from "../policy-document.ts";
import { topicKey } from "./topic-key.ts";
import type { Watched } from "./watched.ts";

export interface AlarmsArgs extends Watched {
  /** Addresses that alarms are mailed to. Each has to confirm once. @example ["oncall@example.com"] */
  readonly emails: readonly string[];
  readonly accountId: Input<string>;
}

/**
 * Alarms that need a person, sent to one SNS topic.
 * @example new Alarms("alarms", { ...watched, emails: ["oncall@example.com"], accountId });
 */
export class Alarms extends ComponentResource {
  readonly topic: sns.Topic;
  readonly metricAlarms: readonly MetricAlarm[];
  /** Reports jobs that block a queue. Batch has no metric for them, but sends an event. */
  readonly queueBlocked: EventRule;

  constructor(name: string, args: AlarmsArgs, options?: ComponentResourceOptions) {
    super("batchline:operations:Alarms", name, {}, options);
    const parent = { parent: this };
    const { arn: kmsMasterKeyId } = topicKey(name, args.accountId, this);
    this.topic = new sns.Topic(name, { displayName: "Batchline", kmsMasterKeyId }, parent);
    const policy = new sns.TopicPolicy(
      name,
      { arn: this.topic.arn, policy: mayPublish(this.topic.arn, args.accountId) },
      parent,
    );
    for (const email of args.emails)
      new sns.TopicSubscription(
        `${name}-${email}`,
        { topic: this.topic.arn, protocol: "email", endpoint: email },
        parent,
      );
    this.metricAlarms = alarmsOf(args).map(
      ([title, alarm]) =>
        new MetricAlarm(
          `${name}-${title}`,
          { ...oneIsEnough, ...alarm, alarmActions: [this.topic.arn] },
          parent,
        ),
    );
    this.queueBlocked = new EventRule(
      `${name}-queue-blocked`,
      {
        description: "Jobs that wait at the head of a queue and cannot start",
        // https://docs.aws.amazon.com/batch/latest/userguide/batch-job-queue-blocked-events.html
        eventPattern: jsonStringify({
          source: ["aws.batch"],
          "detail-type": ["Batch Job Queue Blocked"],
          detail: { jobQueue: Object.values(args.queues).map(({ arn }) => arn) },
        }),
      },
      parent,
    );
    new EventTarget(
      `${name}-queue-blocked`,
      {
        rule: this.queueBlocked.name,
        arn: this.topic.arn,
        inputTransformer: {
          inputPaths: {
            job: "$.detail.jobName",
            id: "$.detail.jobId",
            queue: "$.detail.jobQueue",
            reason: "$.detail.statusReason",
          },
          inputTemplate: '"The job <job> (<id>) blocks the queue <queue>: <reason>"',
        },
      },
      { ...parent, dependsOn: [policy] },
    );
    this.registerOutputs({ topicArn: this.topic.arn });
  }
}

/** One event within five minutes raises an alarm. No data is fine: nothing ran. */
const oneIsEnough = {
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
} as const;
const period = 300;

type Alarm = [title: string, args: Partial<MetricAlarmArgs>];

function alarmsOf({ stateMachines, functions, deadLetters }: Watched): Alarm[] {
  return [
    ...Object.entries(stateMachines).map(([workflow, { arn }]) => runFailed(workflow, arn)),
    ...Object.entries(functions).map(
      ([title, { name }]): Alarm => [
        `${title}-errors`,
        {
          alarmDescription: `The function ${title} failed; its log group says why`,
          namespace: "AWS/Lambda",
          metricName: "Errors",
          dimensions: { FunctionName: name },
          statistic: "Sum",
          period,
        },
      ],
    ),
    ...Object.entries(deadLetters).map(
      ([workflow, { name }]): Alarm => [
        `${workflow}-not-started`,
        {
          alarmDescription: `The schedule of ${workflow} could not start it; the dead-letter queue holds why`,
          namespace: "AWS/SQS",
          metricName: "ApproximateNumberOfMessagesVisible",
          dimensions: { QueueName: name },
          statistic: "Maximum",
          period,
        },
      ],
    ),
  ];
}

function runFailed(workflow: string, machineArn: Input<string>): Alarm {
  const sum = (id: string, metricName: string) => ({
    id,
    metric: {
      ...{ namespace: "AWS/States", metricName, period, stat: "Sum" },
      dimensions: { StateMachineArn: machineArn },
    },
  });
  const sentences = [
    `A run of ${workflow} failed or timed out.`,
    "Its execution in the Step Functions console names the reason.",
    `To run it again: batchline run ${workflow}`,
  ];
  return [
    `${workflow}-failed`,
    {
      alarmDescription: sentences.join(" "),
      metricQueries: [
        {
          id: "bad",
          expression: "FILL(failed, 0) + FILL(late, 0)",
          label: "failed or timed out",
          returnData: true,
        },
        sum("failed", "ExecutionsFailed"),
        sum("late", "ExecutionsTimedOut"),
      ],
    },
  ];
}

function mayPublish(topicArn: Input<string>, accountId: Input<string>) {
  return policyDocument(
    {
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    },
    // EventBridge does not support conditions in a topic's policy.
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
    },
  );
}
