import { AwsError } from "../../host/gateway/aws-error.ts";
import type { QueryParameters, QueryResult } from "../../host/gateway/protocols/query.ts";
import { notAuthorised } from "../../host/identity/access-denied.ts";
import type { Identity } from "../../host/identity/identity.ts";
import { parsePolicy } from "../../host/identity/parse-policy.ts";
import type { Principal } from "../../host/identity/principal.ts";
import type { ContextValues } from "../../host/identity/request-context.ts";
import type { Role } from "../../host/identity/roles.ts";
import { trusts } from "../../host/identity/trust.ts";
import { type SessionRequest, sessionRequest } from "./session-request.ts";

/** A session that a role's credentials opened lasts at most one hour. */
const maxChainedSeconds = 3600;

/**
 * The role's trust policy must allow it. Unless that names the caller itself, the caller's own policies must allow it too. Tags
 * need `sts:TagSession` in the same way. The error for a missing role is the same.
 */
export function assumeRole(parameters: QueryParameters, caller: Principal, identity: Identity): QueryResult {
  const request = sessionRequest(parameters, caller);
  const context = conditionKeys(request);
  const actions = ["sts:AssumeRole", ...(Object.keys(request.tags).length > 0 ? ["sts:TagSession"] : [])];
  const role = existing(identity, request.roleArn);
  const refuse = (action: string): never => {
    const error = notAuthorised(caller.arn, action, request.roleArn);
    identity.recordDenial(caller, action, request.roleArn, error);
    throw error;
  };
  if (role === undefined) return refuse("sts:AssumeRole");
  for (const action of actions) if (!mayDo(action, role, caller, context, identity)) refuse(action);
  checkDuration(request.durationSeconds, role, caller);

  const { credentials, principal } = identity.openSession(role.arn, request.sessionName, {
    tags: { ...request.inheritedTags, ...request.tags },
    transitiveTagKeys: request.transitiveTagKeys,
    durationSeconds: request.durationSeconds,
    ...(request.policy !== undefined && {
      sessionPolicy: parsePolicy(request.policy, "identity", "session policy"),
    }),
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
  };
}

function existing(identity: Identity, roleArn: string): Role | undefined {
  try {
    return identity.role(roleArn);
  } catch (cause) {
    if (cause instanceof AwsError) return undefined;
    throw cause;
  }
}

function mayDo(
  action: string,
  role: Role,
  caller: Principal,
  context: ContextValues,
  identity: Identity,
): boolean {
  const trust = trusts(role.trust, caller, action, identity.requestContext(caller, context));
  if (trust !== "named" && trust !== "account") return false;
  const { decision } = identity.decide(caller, action, role.arn, context);
  return decision === "allowed" || (trust === "named" && decision === "implicitDeny");
}

function conditionKeys(request: SessionRequest): ContextValues {
  const tags = Object.entries(request.tags);
  return {
    "sts:RoleSessionName": request.sessionName,
    ...(request.externalId !== undefined && { "sts:ExternalId": request.externalId }),
    ...(request.transitiveTagKeys.length > 0 && { "sts:TransitiveTagKeys": request.transitiveTagKeys }),
    ...(tags.length > 0 && { "aws:TagKeys": tags.map(([key]) => key) }),
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
}

function checkDuration(seconds: number, role: Role, caller: Principal): void {
  if (caller.roleArn !== undefined && seconds > maxChainedSeconds)
    throw tooLong("1 hour session limit for roles assumed by role chaining");
  if (seconds > role.maxSessionSeconds) throw tooLong("MaxSessionDuration set for this role");
}

function tooLong(limit: string): AwsError {
  return new AwsError("ValidationError", `The requested DurationSeconds exceeds the ${limit}.`);
}
