import type { Input, Output } from "@pulumi/pulumi";
import { jsonStringify } from "@pulumi/pulumi";

/** A statement of an IAM policy, in IAM's own words. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  /** Absent in trust policies. */
  readonly Resource?: Input<string> | readonly Input<string>[];
  /** Only in trust and bucket policies. */
  readonly Principal?: "*" | { readonly Service?: string; readonly AWS?: Input<string> };
  readonly Condition?: Conditions;
}

/** Operator → condition key → the value or values it is compared with. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, ConditionValue>>>>;
export type ConditionValue = Input<string> | readonly string[] | boolean;

/** The JSON of a policy with `statements`; unknown while an ARN in it is unknown. */
export function policyDocument(...statements: readonly Statement[]): Output<string> {
  return jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/**
 * The trust policy of a role that an AWS service takes on. `accountId` keeps the service from taking it on for someone
 * else's resource (the confused deputy, https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
 */
export function trustsService(service: string, accountId?: Input<string>): Output<string> {
  return policyDocument({
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: service },
    ...(accountId !== undefined && { Condition: { StringEquals: { "aws:SourceAccount": accountId } } }),
  });
}

/** For exactly that secret. One that has a KMS key of its own needs a grant of kms:Decrypt in that key's policy. */
export function readsSecret(secretArn: string): Statement {
  return { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn };
}
