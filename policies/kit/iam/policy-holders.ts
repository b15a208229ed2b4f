import type { GroupPolicyArgs } from "@pulumi/aws/iam/groupPolicy.js";
import type { PolicyArgs } from "@pulumi/aws/iam/policy.js";
import type { UserPolicyArgs } from "@pulumi/aws/iam/userPolicy.js";
import { resourceType, role, rolePolicy } from "../resource-types.ts";
import { type Context, on, type ResourceCheck } from "../rule.ts";
import { type Allowance, allowances } from "./iam-policy.ts";

interface WithPolicy {
  readonly policy?: unknown;
}

const identityPolicies = [
  rolePolicy,
  resourceType<PolicyArgs>("aws:iam/policy:Policy"),
  resourceType<UserPolicyArgs>("aws:iam/userPolicy:UserPolicy"),
  resourceType<GroupPolicyArgs>("aws:iam/groupPolicy:GroupPolicy"),
];

/** Where a policy says who may use the resource that it is of. */
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

/** Keys have a policy, too, in which `kms:*` for the account is how the account keeps hold of its key. */
const keyPolicy = resourceType<WithPolicy>("aws:kms/key:Key");

type Check = (allowance: Allowance, context: Context) => void;

/** Judges what roles, users and groups are allowed, one statement at a time. */
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

/** Judges whom buckets, topics, queues and the like let in, one statement at a time. */
export function onResourcePolicies(check: Check): ResourceCheck[] {
  return resourcePolicies.map(({ token }) => onPolicyOf(token, check));
}

/** Judges whom keys let in. */
export function onKeyPolicies(check: Check): ResourceCheck[] {
  return [onPolicyOf(keyPolicy.token, check)];
}

/** Judges who may take on a role. */
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
