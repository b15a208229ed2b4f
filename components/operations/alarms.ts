import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { MetricAlarm, type MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import * as sns from "@pulumi/aws/sns/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, jsonStringify } from "@pulumi/pulumi";
import { policyDocument } from "../policy-document.ts";
import { topicKey } from "./topic-key.ts";

/** What is watched. */
export interface Watched {
  /** Workflow → its state machine. */
  readonly stateMachines: Readonly<Record<string, { readonly arn: Input<string> }>>;
  /** Title → function. */
  readonly functions: Readonly<Record<string, { readonly name: Input<string> }>>;
  /** Queue's name → queue. */
  readonly queues: Readonly<Record<string, { readonly arn: Input<string> }>>;
  /** Workflow → where what its schedule could not start ends up. */
  readonly deadLetters: Readonly<Record<string, { readonly name: Input<string> }>>;
}

export interface AlarmsArgs extends Watched {
  /** Who hears of alarms by mail; each has to confirm once. */
  readonly emails: readonly string[];
  readonly accountId: Input<string>;
}

/** Tells operators, through one SNS topic, of what will not mend itself. */
export class Alarms extends ComponentResource {
  readonly topic: sns.Topic;
  readonly metricAlarms: readonly MetricAlarm[];
  /** Jobs that block a queue; Batch has no metric for them, but sends an event. */
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
          { ...anyAtAll, ...alarm, alarmActions: [this.topic.arn] },
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

/** Any one within five minutes; none is well, also when nothing ran. */
const anyAtAll = {
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
} as const;
const period = 300;

function alarmsOf({ stateMachines, functions, deadLetters }: Watched): [string, Partial<MetricAlarmArgs>][] {
  const executions = Object.entries(stateMachines).map(
    ([workflow, { arn }]): [string, Partial<MetricAlarmArgs>] => [
      `${workflow}-failed`,
      {
        alarmDescription: `A run of ${workflow} failed or timed out: batchline runs, then batchline why <run>`,
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
          ].map(([id = "", metricName = ""]) => ({
            id,
            metric: {
              namespace: "AWS/States",
              metricName,
              period,
              stat: "Sum",
              dimensions: { StateMachineArn: arn },
            },
          })),
        ],
      },
    ],
  );
  const errors = Object.entries(functions).map(([title, fn]): [string, Partial<MetricAlarmArgs>] => [
    `${title}-errors`,
    {
      alarmDescription: `The function ${title} failed; its log group says why`,
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: fn.name },
      statistic: "Sum",
      period,
    },
  ]);
  const notStarted = Object.entries(deadLetters).map(
    ([workflow, queue]): [string, Partial<MetricAlarmArgs>] => [
      `${workflow}-not-started`,
      {
        alarmDescription: `The schedule of ${workflow} could not start it; the dead-letter queue holds why`,
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: queue.name },
        statistic: "Maximum",
        period,
      },
    ],
  );
  return [...executions, ...errors, ...notStarted];
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
    // EventBridge takes no conditions in a topic's policy.
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
    },
  );
}
