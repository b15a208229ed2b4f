import type { GroupPolicyArgs } from "@pulumi/aws/iam/groupPolicy.js";
import type { UserPolicyArgs } from "@pulumi/aws/iam/userPolicy.js";
import { managedPolicy, resourceType, role, rolePolicy } from "../resource-types.ts";
import { type Context, on, type ResourceCheck } from "../rule.ts";
import { type Allowance, allowances } from "./iam-policy.ts";

interface WithPolicy {
  readonly policy?: unknown;
}

const identityPolicies = [
  rolePolicy,
  managedPolicy,
  resourceType<UserPolicyArgs>("aws:iam/userPolicy:UserPolicy"),
  resourceType<GroupPolicyArgs>("aws:iam/groupPolicy:GroupPolicy"),
];

/** Resources with a policy that says who may use them. */
const resourcePolicies = [
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:sns/topic:Topic",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sqs/queue:Queue",
  "aws:sqs/queuePolicy:QueuePolicy",
  "aws:dynamodb/resourcePolicy:ResourcePolicy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy",
  "aws:secretsmanager/secretPolicy:SecretPolicy",
].map((token) => resourceType<WithPolicy>(token));

/** Separate from the others: in a key's policy the account needs `kms:*` to manage the key. */
const keyPolicy = resourceType<WithPolicy>("aws:kms/key:Key");

type Check = (allowance: Allowance, context: Context) => void;

/**
 * Checks each statement that allows something to roles, users or groups.
 *
 * @example onIdentityPolicies(({ path, statement }, { report }) => { if (statement.NotAction) report(path, "has NotAction"); })
 */
export function onIdentityPolicies(check: Check): ResourceCheck[] {
  return [
    ...identityPolicies.map(({ token }) => onPolicyOf(token, check)),
    on(role, ({ props }, context) =>
      context.each(props.inlinePolicies, ({ policy }, index) => {
        for (const allowance of allowances(`inlinePolicies[${index}].policy`, policy))
          check(allowance, context);
      }),
    ),
  ];
}

/** Checks each statement that allows access to a bucket, topic, queue or the like. */
export function onResourcePolicies(check: Check): ResourceCheck[] {
  return resourcePolicies.map(({ token }) => onPolicyOf(token, check));
}

/** Checks each statement that allows access to a KMS key. */
export function onKeyPolicies(check: Check): ResourceCheck[] {
  return [onPolicyOf(keyPolicy.token, check)];
}

/** Checks each statement that allows a role to be assumed. */
export function onTrustPolicies(check: Check): ResourceCheck[] {
  return [
    on(role, ({ props }, context) => {
      for (const allowance of allowances("assumeRolePolicy", props.assumeRolePolicy))
        check(allowance, context);
    }),
  ];
}

function onPolicyOf(token: string, check: Check): ResourceCheck {
  return on(resourceType<WithPolicy>(token), ({ props }, context) => {
    for (const allowance of allowances("policy", props.policy)) check(allowance, context);
  });
}
