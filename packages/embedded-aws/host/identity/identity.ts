import type { Clock } from "@batchline/clock";
import type { AwsError } from "../gateway/aws-error.ts";
import { accessDenied } from "./access-denied.ts";
import { CredentialStore, type Lookup } from "./credential-store.ts";
import { type ApplyingPolicies, decide, type PolicyDecision } from "./decide.ts";
import { globalKeys } from "./global-keys.ts";
import {
  accountId,
  type Credentials,
  defaultRegion,
  type LongTermCredentials,
  type Principal,
} from "./principal.ts";
import { type ContextValues, RequestContext } from "./request-context.ts";
import { ResourcePolicies } from "./resource-policies.ts";
import { Roles } from "./roles.ts";
import { trustsService } from "./trust.ts";

interface SessionOptions
  extends Partial<Pick<Principal, "tags" | "transitiveTagKeys" | "sessionPolicies" | "sourceIdentity">> {
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
  readonly resourcePolicies = new ResourcePolicies((roleArn) => this.findRole(roleArn)?.id);
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

  /**
   * Whether the role's trust policy lets a service, for example `ecs-tasks.amazonaws.com`, assume it. Throws NoSuchEntity.
   * @param sourceArn The value of `aws:SourceArn`. @default the service gives none
   */
  serviceMayAssume(roleArn: string, service: string, sourceArn?: string): boolean {
    return trustsService(this.role(roleArn).trust, service, sourceArn);
  }

  /** `serviceMayAssume`, and false for a role that does not exist. */
  isAssumableBy(service: string, roleArn: string, sourceArn?: string): boolean {
    const role = this.findRole(roleArn);
    return role !== undefined && trustsService(role.trust, service, sourceArn);
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
      issuedAt: this.clock.now(),
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

  /** By the policies of the caller's role, its boundary, the session and the resource. */
  decide(
    caller: Principal,
    action: string,
    resource: string,
    values: ContextValues = {},
    by: Pick<ApplyingPolicies, "resource" | "resourceMustAllow"> = {
      resource: this.resourcePolicies.of(resource),
    },
  ): PolicyDecision {
    const { roleArn, sessionPolicies: session } = caller;
    const own = roleArn === undefined ? {} : { ...this.rightsOf(this.findRole(roleArn)), session };
    const context = this.requestContext(caller, values);
    return decide({ ...own, ...by }, { caller, action, resource, context });
  }

  requestContext(caller: Principal, values: ContextValues): RequestContext {
    const { tags: roleTags = {} } = (caller.roleArn && this.findRole(caller.roleArn)) || {};
    const { region, clock } = this;
    return new RequestContext({ ...globalKeys(caller, { region, now: clock.now(), roleTags }), ...values });
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
