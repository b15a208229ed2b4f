import { accountId, type Principal } from "./principal.ts";
import { RequestContext } from "./request-context.ts";

/** Condition keys of a request and their values, beside those that follow from the caller. */
export type ContextValues = Readonly<Record<string, string | readonly string[]>>;

/**
 * The condition keys of a request by `principal` at `now` (milliseconds since the epoch), with `values` of the request's own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function principalContext(
  principal: Principal,
  values: ContextValues,
  place: { readonly now: number; readonly region: string },
): RequestContext {
  const tags = Object.entries(principal.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]);
  return new RequestContext({
    ...Object.fromEntries(tags),
    "aws:CurrentTime": new Date(place.now).toISOString(),
    "aws:EpochTime": String(Math.floor(place.now / 1000)),
    "aws:PrincipalAccount": accountId,
    "aws:PrincipalArn": principal.roleArn ?? principal.arn,
    "aws:PrincipalType": principal.roleArn === undefined ? "Account" : "AssumedRole",
    "aws:RequestedRegion": place.region,
    // The embedded AWS speaks plain HTTP to this machine only; on AWS the same client speaks TLS, and that is what a
    // policy with this key means to find out.
    "aws:SecureTransport": "true",
    "aws:userid": principal.userId,
    ...values,
  });
}
