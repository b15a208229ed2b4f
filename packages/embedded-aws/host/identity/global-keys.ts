import { accountId, type Principal } from "./principal.ts";
import type { ContextValues } from "./request-context.ts";

interface Circumstances {
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Tags of the caller's role. */
  readonly roleTags: Readonly<Record<string, string>>;
}

/** The condition keys of every request. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function globalKeys(caller: Principal, { region, now, roleTags }: Circumstances): ContextValues {
  const { issuedAt, sourceIdentity } = caller;
  return {
    ...caller.connection,
    ...tagKeys("aws:PrincipalTag", { ...lowerCased(roleTags), ...lowerCased(caller.tags) }),
    "aws:CurrentTime": new Date(now).toISOString(),
    "aws:EpochTime": String(Math.floor(now / 1000)),
    "aws:PrincipalAccount": accountId,
    "aws:PrincipalArn": caller.roleArn ?? caller.arn,
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalType": caller.roleArn === undefined ? "Account" : "AssumedRole",
    "aws:RequestedRegion": region,
    "aws:ResourceAccount": accountId,
    // The gateway speaks plain HTTP, to this machine only. On AWS the same client uses TLS.
    "aws:SecureTransport": "true",
    "aws:userid": caller.userId,
    "aws:ViaAWSService": "false",
    ...(issuedAt !== undefined && {
      "aws:MultiFactorAuthPresent": "false",
      "aws:TokenIssueTime": new Date(issuedAt).toISOString(),
    }),
    ...(sourceIdentity !== undefined && { "aws:SourceIdentity": sourceIdentity }),
  };
}

/** @example tagKeys("aws:RequestTag", { tenant: "acme" }) // { "aws:RequestTag/tenant": "acme" } */
export function tagKeys(prefix: string, tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));
}

/** A session's tag replaces the role's, also in another case. */
function lowerCased(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));
}
