import * as iam from "@pulumi/aws/iam/index.js";
import type { Queue } from "@pulumi/aws/sqs/queue.js";
import type { Input, Resource } from "@pulumi/pulumi";
import { policyDocument, trustsService } from "../policy-document.ts";

interface SchedulerRoleArgs {
  /** What EventBridge Scheduler does with it. @example "to start one state machine" */
  readonly purpose: string;
  /** @example "123456789012" */
  readonly accountId: Input<string>;
  /** @example "states:StartExecution" */
  readonly action: string;
  /** ARN of the target. @example workflow.stateMachine.arn */
  readonly target: Input<string>;
  /** Where failed starts go. @example deadLetterQueue("report-schedule", this) */
  readonly deadLetters: Queue;
}

/** Declares the role with which EventBridge Scheduler calls one target. A schedule depends on its policy. */
export function schedulerRole(name: string, args: SchedulerRoleArgs, parent: Resource) {
  const description = `EventBridge Scheduler, ${args.purpose}`;
  const assumeRolePolicy = trustsService("scheduler.amazonaws.com", args.accountId);
  const role = new iam.Role(name, { description, assumeRolePolicy }, { parent });
  const policy = policyDocument(
    { Effect: "Allow", Action: args.action, Resource: args.target },
    { Effect: "Allow", Action: "sqs:SendMessage", Resource: args.deadLetters.arn },
  );
  return { role, policy: new iam.RolePolicy(name, { role: role.name, policy }, { parent }) };
}
