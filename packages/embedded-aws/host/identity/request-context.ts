import { accountId, type Principal } from "./principal.ts";

/** Condition keys → values. */
export type ContextValues = Readonly<Record<string, string | readonly string[]>>;

/** The condition keys of one request. Keys ignore case, as in IAM. */
export class RequestContext {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(entries: ContextValues) {
    this.#values = new Map(
      Object.entries(entries).map(([key, value]) => [
        key.toLowerCase(),
        typeof value === "string" ? [value] : value,
      ]),
    );
  }

  /** All values of a key; none if the request does not have it. */
  values(key: string): readonly string[] {
    return this.#values.get(key.toLowerCase()) ?? [];
  }

  /** The value of a single-valued key. Undefined for several values: a policy variable cannot stand for them. */
  single(key: string): string | undefined {
    const [first, ...rest] = this.values(key);
    return rest.length === 0 ? first : undefined;
  }
}

/**
 * The condition keys of a request: those that follow from caller, time and region, and the request's own `values`.
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
    // The gateway speaks plain HTTP, to this machine only. On AWS the same client uses TLS.
    "aws:SecureTransport": "true",
    "aws:userid": principal.userId,
    ...values,
  });
}
