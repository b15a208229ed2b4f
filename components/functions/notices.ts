import { EventRule } from "@pulumi/aws/cloudwatch/eventRule.js";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget.js";
import type { Key } from "@pulumi/aws/kms/key.js";
import { Permission } from "@pulumi/aws/lambda/permission.js";
import type { Topic } from "@pulumi/aws/sns/topic.js";
import {
  type ComponentResourceOptions,
  getStack,
  type Input,
  interpolate,
  jsonStringify,
} from "@pulumi/pulumi";
import type { StackConfig } from "../../config/stack-config.ts";
import { env } from "../../contract/env.ts";
import { platformKeys } from "../../contract/object-keys.ts";
import { readsSecret, type Statement } from "../policy-document.ts";
import type { Storage } from "../storage/storage.ts";
import { RunFunction, type RunFunctionArgs } from "./run-functions.ts";
import { type JobPlace, toldOfAbsence } from "./run-rights.ts";

/** The settings that say who gets notices. */
export type NoticeSettings = Pick<
  StackConfig,
  "operatorNotices" | "noticeSender" | "webhookSecret" | "webhookFormat"
>;

interface NoticesArgs extends RunFunctionArgs, Pick<JobPlace, "region" | "accountId"> {
  readonly settings: NoticeSettings;
  /** The topic for operators, and the key of its messages. @example alarms */
  readonly operators: { readonly topic: Topic; readonly key: Key };
  /** Workflow → its state machine. @example { "nightly-report": machine } */
  readonly stateMachines: Readonly<Record<string, Readonly<Record<"arn" | "name", Input<string>>>>>;
}

/** Whether a stack with these settings sends any notice. */
export function sendsNotices({ operatorNotices, noticeSender, webhookSecret }: NoticeSettings): boolean {
  return operatorNotices !== "off" || noticeSender !== undefined || webhookSecret !== undefined;
}

/**
 * Tells operators, a webhook and tenants' contacts how runs ended. It runs after the execution, so that no run fails because of it.
 * @example new Notices("notices", { storage, declarations, settings, operators: alarms, stateMachines, region, accountId, logRetentionDays: 30 });
 */
export class Notices extends RunFunction {
  constructor(name: string, args: NoticesArgs, options?: ComponentResourceOptions) {
    const { settings, operators } = args;
    const machines = Object.entries(args.stateMachines);
    const names = Object.fromEntries(machines.map(([workflow, machine]) => [workflow, machine.name]));
    const { operatorNotices, noticeSender, webhookSecret, webhookFormat } = settings;
    const own = {
      handler: "notify" as const,
      title: "notices",
      description: "Tells people how runs ended",
      environment: {
        [env.stateMachines]: jsonStringify(names),
        [env.stack]: getStack(),
        [env.operatorNotices]: operatorNotices,
        ...(operatorNotices !== "off" && { [env.noticeTopic]: operators.topic.arn }),
        ...(noticeSender !== undefined && { [env.noticeSender]: noticeSender }),
        ...(webhookSecret !== undefined && {
          [env.webhookSecret]: webhookSecret,
          [env.webhookFormat]: webhookFormat,
        }),
      },
      statements: [...reads(args.storage), ...sends(args)],
    };
    super("batchline:functions:Notices", name, args, own, options);
    const parent = { parent: this };
    const rule = new EventRule(
      name,
      {
        description: "Executions that ended, for notices",
        eventPattern: jsonStringify({
          source: ["aws.states"],
          "detail-type": ["Step Functions Execution Status Change"],
          detail: {
            status: ["SUCCEEDED", "FAILED", "TIMED_OUT"],
            stateMachineArn: machines.map(([, { arn }]) => arn),
          },
        }),
      },
      parent,
    );
    const { arn, name: functionName } = this.function.lambda;
    const invoke = { action: "lambda:InvokeFunction", function: functionName, sourceArn: rule.arn };
    const permission = new Permission(name, { ...invoke, principal: "events.amazonaws.com" }, parent);
    new EventTarget(name, { rule: rule.name, arn }, { ...parent, dependsOn: [permission] });
    this.registerOutputs({ arn });
  }
}

/** Rights to read runs, tenants, records and what was told, and to remember what was reported. No tenant's data. */
function reads(storage: Storage): Statement[] {
  const { platformBucket, table } = storage;
  const items = (Action: string[], keys: string[]): Statement => {
    const Condition = {
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys },
      // ForAllValues is also true where there is no key.
      Null: { "dynamodb:LeadingKeys": "false" },
    };
    return { Effect: "Allow", Action, Resource: table.arn, Condition };
  };
  const { arn } = platformBucket;
  const objects = [interpolate`${arn}/${platformKeys.tenants}`, interpolate`${arn}/runs/*`];
  return [
    { Effect: "Allow", Action: "s3:GetObject", Resource: objects },
    toldOfAbsence(storage),
    items(["dynamodb:GetItem", "dynamodb:Query"], ["run#*", "notices#*"]),
    items(["dynamodb:BatchGetItem"], ["chunk#*"]),
    items(["dynamodb:PutItem", "dynamodb:UpdateItem"], ["notices#*"]),
  ];
}

function sends({ settings, operators, region, accountId }: NoticesArgs): Statement[] {
  const { operatorNotices, noticeSender, webhookSecret } = settings;
  const { topic, key } = operators;
  return [
    ...(operatorNotices === "off"
      ? []
      : [
          { Effect: "Allow", Action: "sns:Publish", Resource: topic.arn } as const,
          // SNS encrypts with the publisher's rights.
          { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: key.arn } as const,
        ]),
    ...(noticeSender === undefined
      ? []
      : [
          {
            Effect: "Allow",
            Action: "ses:SendEmail",
            // SES also asks for the right on a configuration set and, in the sandbox, on the recipient's identity.
            Resource: interpolate`arn:aws:ses:${region}:${accountId}:*`,
            Condition: { StringEquals: { "ses:FromAddress": addressOf(noticeSender) } },
          } as const,
        ]),
    ...(webhookSecret === undefined ? [] : [readsSecret(webhookSecret)]),
  ];
}

/** `jobs@shop.example` of `Jobs <jobs@shop.example>` */
function addressOf(sender: string): string {
  return /<(.*)>$/.exec(sender)?.[1] ?? sender;
}
