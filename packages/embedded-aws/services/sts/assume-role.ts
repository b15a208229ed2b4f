import { must } from "@batchline/diagnostics";
import { AwsError } from "../../host/gateway/aws-error.ts";
import type { QueryParameters, QueryResult } from "../../host/gateway/protocols/query.ts";
import { notAuthorised } from "../../host/identity/access-denied.ts";
import { tagKeys } from "../../host/identity/global-keys.ts";
import type { Identity } from "../../host/identity/identity.ts";
import { parsePolicy } from "../../host/identity/parse-policy.ts";
import type { Principal } from "../../host/identity/principal.ts";
import type { ContextValues } from "../../host/identity/request-context.ts";
import type { Role } from "../../host/identity/roles.ts";
import { type SessionRequest, sessionRequest } from "./session-request.ts";

/** A session that a role's credentials opened lasts at most one hour. All callers have such credentials. */
const maxChainedSeconds = 3600;

/**
 * The role's trust policy must allow it. Unless that names the caller itself, the caller's own policies must allow it too. Tags
 * need `sts:TagSession` in the same way, and a source identity `sts:SetSourceIdentity`. The error for a missing role is the same.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumeRole(parameters: QueryParameters, caller: Principal, identity: Identity): QueryResult {
  if (caller.roleArn === undefined)
    throw new AwsError("AccessDenied", "Roles may not be assumed by root accounts.", 403);
  const request = sessionRequest(parameters, caller);
  const role = identity.findRole(request.roleArn);
  for (const action of actionsOf(request)) {
    if (role !== undefined && mayDo(action, role, caller, request, identity)) continue;
    const error = notAuthorised(caller.arn, action, request.roleArn);
    identity.recordDenial(caller, action, request.roleArn, error);
    throw error;
  }
  const assumed = must(role, "a missing role may not be assumed");
  checkDuration(request.durationSeconds, assumed);

  const { sourceIdentity, durationSeconds, transitiveTagKeys } = request;
  const { credentials, principal } = identity.openSession(assumed.arn, request.sessionName, {
    tags: { ...request.inheritedTags, ...request.tags },
    ...{ transitiveTagKeys, durationSeconds },
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...sessionPolicies(request, identity),
  });
  // In the order of AWS's answer.
  return {
    AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: credentials.expiration,
    },
    ...(sourceIdentity !== undefined && { SourceIdentity: sourceIdentity }),
  };
}

function actionsOf({ tags, sourceIdentity }: SessionRequest): string[] {
  return [
    "sts:AssumeRole",
    ...(Object.keys(tags).length > 0 ? ["sts:TagSession"] : []),
    ...(sourceIdentity === undefined ? [] : ["sts:SetSourceIdentity"]),
  ];
}

function mayDo(
  action: string,
  role: Role,
  caller: Principal,
  request: SessionRequest,
  identity: Identity,
): boolean {
  const trust = { resource: role.trust, resourceMustAllow: true };
  return (
    identity.decide(caller, action, role.arn, conditionKeys(request, role), trust).decision === "allowed"
  );
}

/** What narrows the session: one of them must allow what it does. Throws MalformedPolicyDocument, and ValidationError for an unknown ARN. */
function sessionPolicies({ policy, policyArns }: SessionRequest, identity: Identity) {
  if (policy === undefined && policyArns.length === 0) return {};
  const managed = policyArns.map((arn) => {
    const found = identity.managedPolicy(arn);
    if (found !== undefined) return found;
    throw new AwsError("ValidationError", `The policy ${arn} does not exist or is not attachable.`);
  });
  const inline = policy === undefined ? [] : [parsePolicy(policy, "identity", "session policy")];
  return { sessionPolicies: [...inline, ...managed] };
}

function conditionKeys(request: SessionRequest, role: Role): ContextValues {
  const { tags, externalId, sourceIdentity, transitiveTagKeys } = request;
  const keys = Object.keys(tags);
  return {
    "sts:RoleSessionName": request.sessionName,
    ...(externalId !== undefined && { "sts:ExternalId": externalId }),
    ...(sourceIdentity !== undefined && { "sts:SourceIdentity": sourceIdentity }),
    ...(transitiveTagKeys.length > 0 && { "sts:TransitiveTagKeys": transitiveTagKeys }),
    ...(keys.length > 0 && { "aws:TagKeys": keys }),
    ...tagKeys("aws:RequestTag", tags),
    ...tagKeys("aws:ResourceTag", role.tags),
    ...tagKeys("iam:ResourceTag", role.tags),
  };
}

function checkDuration(seconds: number, role: Role): void {
  if (seconds > maxChainedSeconds) throw tooLong("1 hour session limit for roles assumed by role chaining");
  if (seconds > role.maxSessionSeconds) throw tooLong("MaxSessionDuration set for this role");
}

function tooLong(limit: string): AwsError {
  return new AwsError("ValidationError", `The requested DurationSeconds exceeds the ${limit}.`);
}
