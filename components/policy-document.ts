import type { Input, Output } from "@pulumi/pulumi";
import { jsonStringify } from "@pulumi/pulumi";

/** A statement of an IAM policy. */
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

/** Operator → condition key → value or values. */
type Conditions = Readonly<
  Record<string, Readonly<Record<string, Input<string> | readonly string[] | boolean>>>
>;

/** Limit for all inline policies of a role, without white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const maxInlinePolicyCharacters = 10_240;

/**
 * The JSON of a policy. Unknown while one of its ARNs is unknown.
 * @example policyDocument({ Effect: "Allow", Action: "s3:GetObject", Resource: interpolate`${bucket.arn}/*` });
 */
export function policyDocument(...statements: readonly Statement[]): Output<string> {
  return jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/**
 * The trust policy of a role for an AWS service. With `accountId` the service may use the role only for resources of
 * that account (the confused deputy, https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
 */
export function trustsService(service: string, accountId?: Input<string>): Output<string> {
  return policyDocument({
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Principal: { Service: service },
    ...(accountId !== undefined && { Condition: { StringEquals: { "aws:SourceAccount": accountId } } }),
  });
}

/** The right to read one secret. A secret with its own KMS key also needs kms:Decrypt in the key's policy. */
export function readsSecret(secretArn: string): Statement {
  return { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn };
}

/** The right to write to the log streams `streams`. */
export function writesLog(streams: Input<string>): Statement {
  return { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: streams };
}
