import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import { MetricAlarm, type MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import type { Key } from "@pulumi/aws/kms/key.js";
import * as sns from "@pulumi/aws/sns/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, jsonStringify } from "@pulumi/pulumi";
import { longestRunSeconds } from "../../contract/plan.ts";
import { longRunSeconds } from "../../contract/run-ages.ts";
import { policyDocument } from "../policy-document.ts";
import { monthlyBudget } from "./monthly-budget.ts";
import { checkSeconds, type RunAges } from "./run-ages.ts";
import { budgetsService, type Publisher, topicKey } from "./topic-key.ts";
import type { Watched } from "./watched-resources.ts";

interface AlarmsArgs extends Watched {
  /** Addresses that alarms are mailed to. Each has to confirm once. @example ["oncall@example.com"] */
  readonly emails: readonly string[];
  /** @example "123456789012" */
  readonly accountId: Input<string>;
  /** Reports a month whose costs reach a limit, of the resources with these tags. @default none @example { limitUsd: 500, tags: { stack: "prod" } } */
  readonly budget?:
    | { readonly limitUsd: number; readonly tags: Readonly<Record<string, string>> }
    | undefined;
}

/**
 * Alarms that need a person, sent to one SNS topic.
 * @example new Alarms("alarms", { ...watched, emails: ["oncall@example.com"], accountId });
 */
export class Alarms extends ComponentResource {
  readonly topic: sns.Topic;
  /** The key of the topic's messages. */
  readonly key: Key;
  readonly metricAlarms: readonly MetricAlarm[];
  /** Reports jobs that block a queue. Batch has no metric for them, but sends an event. */
  readonly queueBlocked: EventRule;

  constructor(name: string, args: AlarmsArgs, options?: ComponentResourceOptions) {
    super("batchline:operations:Alarms", name, {}, options);
    const parent = { parent: this };
    const publishers = args.budget === undefined ? [] : [budgetsService(args.accountId)];
    this.key = topicKey(name, args.accountId, publishers, this);
    const { arn: kmsMasterKeyId } = this.key;
    this.topic = new sns.Topic(name, { displayName: "Batchline", kmsMasterKeyId }, parent);
    const { arn } = this.topic;
    const publish = { arn, policy: mayPublish(arn, args.accountId, publishers) };
    const policy = new sns.TopicPolicy(name, publish, parent);
    if (args.budget !== undefined)
      monthlyBudget(`${name}-budget`, { ...args.budget, topicArn: arn }, { ...parent, dependsOn: policy });
    for (const endpoint of args.emails)
      new sns.TopicSubscription(`${name}-${endpoint}`, { topic: arn, protocol: "email", endpoint }, parent);
    this.metricAlarms = alarmsOf(args).map((alarm) => this.#metricAlarm(name, alarm));
    const blocked = `${name}-queue-blocked`;
    this.queueBlocked = new EventRule(
      blocked,
      {
        description: "Jobs that wait at the head of a queue and cannot start",
        // https://docs.aws.amazon.com/batch/latest/userguide/batch-job-queue-blocked-events.html
        eventPattern: jsonStringify({
          source: ["aws.batch"],
          "detail-type": ["Batch Job Queue Blocked"],
          detail: { jobQueue: Object.values(args.queues).map((queue) => queue.arn) },
        }),
      },
      parent,
    );
    const message = { rule: this.queueBlocked.name, arn, inputTransformer: blockedMessage };
    new EventTarget(blocked, message, { ...parent, dependsOn: [policy] });
    this.registerOutputs({ topicArn: this.topic.arn });
  }

  /** Raises an alarm when a function failed that needs the topic, and is made after it. */
  watchFunction(name: string, title: string, fn: { readonly name: Input<string> }): MetricAlarm {
    return this.#metricAlarm(name, errorsOf(title, fn));
  }

  #metricAlarm(name: string, [title, alarm]: Alarm): MetricAlarm {
    const all = { ...oneIsEnough, ...alarm, alarmActions: [this.topic.arn] };
    return new MetricAlarm(`${name}-${title}`, all, { parent: this });
  }
}

const blockedMessage = {
  inputPaths: {
    job: "$.detail.jobName",
    id: "$.detail.jobId",
    queue: "$.detail.jobQueue",
    reason: "$.detail.statusReason",
  },
  inputTemplate: '"The job <job> (<id>) blocks the queue <queue>: <reason>"',
};

/** One event within five minutes raises an alarm. No data is fine: nothing ran. */
const oneIsEnough = {
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
} as const;
const period = 300;

type Alarm = [title: string, args: Partial<MetricAlarmArgs>];

function alarmsOf({
  stateMachines,
  functions,
  broker,
  deadLetters,
  runAges,
  notCleanedUp,
}: Watched): Alarm[] {
  const metricName = "ApproximateNumberOfMessagesVisible";
  const messages = { namespace: "AWS/SQS", metricName, statistic: "Maximum", period };
  return [
    ...Object.entries(stateMachines).map(([workflow, { arn }]) => runFailed(workflow, arn)),
    runTooOld(runAges.metric),
    ...Object.entries(functions).map(([title, fn]) => errorsOf(title, fn)),
    [
      "broker-throttled",
      {
        alarmDescription:
          "For 15 minutes Lambda has refused calls of the function broker: containers wait for it, and their instances cost money. " +
          "Raise the account's quota of concurrent executions, or lower the limits of vCPUs",
        ...{ ...ofFunctions, metricName: "Throttles", evaluationPeriods: 3 },
        dimensions: { FunctionName: broker.name },
      },
    ],
    ...Object.entries(deadLetters).map(([workflow, { name: QueueName }]): Alarm => {
      const alarmDescription = `The schedule of ${workflow} could not start it; the dead-letter queue holds why`;
      return [`${workflow}-not-started`, { alarmDescription, ...messages, dimensions: { QueueName } }];
    }),
    [
      "not-cleaned-up",
      {
        alarmDescription:
          "The function stopped gave up: jobs of an execution that ended may still run, and the workflow's lock may still hold. Its " +
          "dead-letter queue has the event and the error. Fix the cause: the function checks all runs every 15 minutes",
        ...messages,
        dimensions: { QueueName: notCleanedUp.name },
      },
    ],
  ];
}

const ofFunctions = { namespace: "AWS/Lambda", statistic: "Sum", period };

function errorsOf(title: string, { name: FunctionName }: { readonly name: Input<string> }): Alarm {
  const alarmDescription = `The function ${title} failed; its log group says why`;
  const errors = { ...ofFunctions, metricName: "Errors", dimensions: { FunctionName } };
  return [`${title}-errors`, { alarmDescription, ...errors }];
}

function runTooOld(metric: RunAges["metric"]): Alarm {
  const alarmDescription =
    `A run has been under way for ${longRunSeconds / 3600} hours; it ends at ${longestRunSeconds / 3600}. The log of the function ` +
    "stopped names it. Its jobs may wait for a quota, for capacity or for a broken network.";
  const threshold = longRunSeconds - 1;
  return [
    "run-too-old",
    { alarmDescription, ...metric, statistic: "Maximum", period: checkSeconds, threshold },
  ];
}

function runFailed(workflow: string, machineArn: Input<string>): Alarm {
  const common = {
    namespace: "AWS/States",
    period,
    stat: "Sum",
    dimensions: { StateMachineArn: machineArn },
  };
  const sum = (id: string, metricName: string) => ({ id, metric: { ...common, metricName } });
  const alarmDescription =
    `A run of ${workflow} failed or timed out. Its execution in the Step Functions console names the reason. ` +
    `To run it again: batchline run ${workflow}`;
  const expression = "FILL(failed, 0) + FILL(late, 0)";
  const bad = { id: "bad", expression, label: "failed or timed out", returnData: true };
  const metricQueries = [bad, sum("failed", "ExecutionsFailed"), sum("late", "ExecutionsTimedOut")];
  return [`${workflow}-failed`, { alarmDescription, metricQueries }];
}

function mayPublish(topicArn: Input<string>, accountId: Input<string>, more: readonly Publisher[]) {
  const mayBy = (Service: string) =>
    ({ Effect: "Allow", Principal: { Service }, Action: "sns:Publish", Resource: topicArn }) as const;
  const Condition = { StringEquals: { "aws:SourceAccount": accountId } };
  // EventBridge does not support conditions in a topic's policy.
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
  const others = more.map(({ service, ...conditions }) => ({ ...mayBy(service), ...conditions }));
  return policyDocument(
    { ...mayBy("cloudwatch.amazonaws.com"), Condition },
    mayBy("events.amazonaws.com"),
    ...others,
  );
}
