import { resourceType, role } from "../resource-types.ts";
import { type Context, on, type ResourceCheck } from "../rule.ts";
import { type Allowance, allowances } from "./iam-policy.ts";

interface WithPolicy {
  readonly policy?: unknown;
}

type Check = (allowance: Allowance, context: Context) => void;

/** Checks the property `policy` of resources of these types. */
const onPolicies = (tokens: readonly string[]) => (check: Check) =>
  tokens.map((token) =>
    on(resourceType<WithPolicy>(token), ({ props }, context) =>
      checkAllowances("policy", props.policy, check, context),
    ),
  );

function checkAllowances(path: string, policy: unknown, check: Check, context: Context): void {
  for (const allowance of allowances(path, policy)) check(allowance, context);
}

const onOwnPolicies = onPolicies([
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/policy:Policy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
]);

/** Checks each statement that allows something to roles, users or groups.
 * @example onIdentityPolicies(({ path, statement }, { report }) => { if (statement.NotAction) report(path, "has NotAction"); }) */
export function onIdentityPolicies(check: Check): ResourceCheck[] {
  return [
    ...onOwnPolicies(check),
    on(role, ({ props }, context) =>
      context.each(props.inlinePolicies, ({ policy }, index) =>
        checkAllowances(`inlinePolicies[${index}].policy`, policy, check, context),
      ),
    ),
  ];
}

/** Checks each statement that allows access to a bucket, topic, queue or the like. */
export const onResourcePolicies = onPolicies([
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
]);

/** Separate from the others: in a key's policy the account needs `kms:*` to manage the key. */
export const onKeyPolicies = onPolicies(["aws:kms/key:Key"]);

/** Checks each statement that allows a role to be assumed. */
export function onTrustPolicies(check: Check): ResourceCheck[] {
  return [
    on(role, ({ props }, context) =>
      checkAllowances("assumeRolePolicy", props.assumeRolePolicy, check, context),
    ),
  ];
}
