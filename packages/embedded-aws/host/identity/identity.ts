import type { Clock } from "@batchline/clock";
import type { AwsError } from "../gateway/aws-error.ts";
import { accessDenied, type PolicyDecision } from "./access-denied.ts";
import { CredentialStore, type Lookup } from "./credential-store.ts";
import { evaluate } from "./policy.ts";
import {
  accountId,
  type Credentials,
  defaultRegion,
  type LongTermCredentials,
  type Principal,
} from "./principal.ts";
import { type ContextValues, RequestContext } from "./request-context.ts";
import { Roles } from "./roles.ts";
import { trustsService } from "./trust.ts";

interface SessionOptions extends Partial<Pick<Principal, "tags" | "transitiveTagKeys" | "sessionPolicy">> {
  /** @default 3600 */
  readonly durationSeconds?: number;
}

export interface Denial {
  /** ISO 8601. */
  readonly at: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
}

/** A container that retries forever must not fill the memory. */
const denialsKept = 1000;

/** IAM of the embedded AWS: roles and their policies, credentials, and the decision on every request. */
export class Identity extends Roles {
  readonly clock: Clock;
  /** The value of `aws:RequestedRegion`, and the region that requests are signed for. */
  readonly region: string;
  /** The account's root, which may do everything. */
  readonly operator: LongTermCredentials;
  /** The newest 1,000 refused calls, oldest first. */
  readonly denials: Denial[] = [];
  readonly #credentials: CredentialStore;

  /** @param options.region @default "us-east-1" */
  constructor(options: { readonly region?: string; readonly clock: Clock }) {
    super();
    this.region = options.region ?? defaultRegion;
    this.clock = options.clock;
    this.#credentials = new CredentialStore(options.clock);
    const arn = `arn:aws:iam::${accountId}:root`;
    this.operator = this.#credentials.issueLongTerm({ arn, userId: accountId, tags: {} });
  }

  /** Whether the role's trust policy lets a service, for example `ecs-tasks.amazonaws.com`, assume it. Throws NoSuchEntity. */
  serviceMayAssume(roleArn: string, service: string): boolean {
    return trustsService(this.role(roleArn).trust, service);
  }

  /** Issues a role's credentials for one hour. It does not check the trust policy: see `serviceMayAssume`. Throws NoSuchEntity. */
  credentialsFor(roleArn: string, sessionName: string, tags: Principal["tags"] = {}): Credentials {
    return this.openSession(roleArn, sessionName, { tags }).credentials;
  }

  /** `credentialsFor` with all options of AssumeRole. The session name is changed to fit the rules of STS. */
  openSession(roleArn: string, sessionName: string, options: SessionOptions = {}) {
    const role = this.role(roleArn);
    const { durationSeconds = 3600, ...rest } = options;
    const name = sessionName.replace(/[^\w+=,.@-]/g, "-").slice(0, 64);
    const principal: Principal = {
      tags: {},
      ...rest,
      arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${name}`,
      userId: `${role.id}:${name}`,
      roleArn: role.arn,
    };
    return { principal, credentials: this.#credentials.issue(principal, durationSeconds) };
  }

  /** A deleted role's credentials are unknown, also after a role of the same name is created. */
  lookup(accessKeyId: string, sessionToken: string | undefined): Lookup {
    const found = this.#credentials.lookup(accessKeyId, sessionToken);
    if (found.outcome !== "known" || found.principal.roleArn === undefined) return found;
    const { roleArn, userId } = found.principal;
    const role = this.findRole(roleArn);
    return role !== undefined && userId.startsWith(`${role.id}:`) ? found : { outcome: "unknownKey" };
  }

  /** Throws AccessDeniedException, and records the denial, unless the caller's policies allow the action. */
  authorise(principal: Principal, action: string, resource: string, context: ContextValues = {}): void {
    const error = this.refusal(principal, action, resource, context);
    if (error === undefined) return;
    this.recordDenial(principal, action, resource, error);
    throw error;
  }

  refusal(
    principal: Principal,
    action: string,
    resource: string,
    context: ContextValues = {},
  ): AwsError | undefined {
    const decided = this.decide(principal, action, resource, context);
    return decided.decision === "allowed"
      ? undefined
      : accessDenied(principal.arn, action, resource, decided);
  }

  /** Both the role's policies and the session's must allow the action. The operator has no role and may do everything. */
  decide(principal: Principal, action: string, resource: string, values: ContextValues = {}): PolicyDecision {
    if (principal.roleArn === undefined) return { decision: "allowed", policyType: "identity-based" };
    const context = this.requestContext(principal, values);
    const role = this.findRole(principal.roleArn);
    const policies = role === undefined ? [] : this.policiesOf(role);
    const decision = evaluate(policies, action, resource, context);
    if (decision !== "allowed" || principal.sessionPolicy === undefined)
      return { decision, policyType: "identity-based" };
    const bySession = evaluate([principal.sessionPolicy], action, resource, context);
    return { decision: bySession, policyType: "session" };
  }

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
  requestContext(principal: Principal, values: ContextValues): RequestContext {
    const now = this.clock.now();
    const tags = Object.entries(principal.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]);
    return new RequestContext({
      ...Object.fromEntries(tags),
      "aws:CurrentTime": new Date(now).toISOString(),
      "aws:EpochTime": String(Math.floor(now / 1000)),
      "aws:PrincipalAccount": accountId,
      "aws:PrincipalArn": principal.roleArn ?? principal.arn,
      "aws:PrincipalType": principal.roleArn === undefined ? "Account" : "AssumedRole",
      "aws:RequestedRegion": this.region,
      // The gateway speaks plain HTTP, to this machine only. On AWS the same client uses TLS.
      "aws:SecureTransport": "true",
      "aws:userid": principal.userId,
      ...values,
    });
  }

  recordDenial(
    { arn: principal }: Pick<Principal, "arn">,
    action: string,
    resource: string,
    { message }: Error,
  ): void {
    const at = new Date(this.clock.now()).toISOString();
    this.denials.push({ at, principal, action, resource, message });
    if (this.denials.length > denialsKept) this.denials.shift();
  }
}
