import type { Clock } from "@batchline/clock";
import { AwsError } from "../gateway/aws-error.ts";
import { accessDenied } from "./access-denied.ts";
import { CredentialStore, type Lookup } from "./credential-store.ts";
import { type Judgement, judge } from "./decision.ts";
import { type Denial, Denials } from "./denials.ts";
import { managedPolicy } from "./managed-policies.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { Policy } from "./policy.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { accountId, type Credentials, type LongTermCredentials, type Principal } from "./principal.ts";
import { type ContextValues, principalContext } from "./principal-context.ts";
import type { RequestContext } from "./request-context.ts";
import { createRole, type Role } from "./role.ts";
import { trustsService } from "./trust.ts";

/** How a session of a role is opened. */
export interface SessionOptions
  extends Partial<Pick<Principal, "tags" | "transitiveTagKeys" | "sessionPolicy">> {
  /** One hour when absent. */
  readonly durationSeconds?: number;
}

/** A role's session that was opened. */
export interface Session {
  readonly credentials: Credentials;
  readonly principal: Principal;
}

/** IAM of the embedded AWS: roles and their policies, credentials, and the word on every request. */
export class Identity {
  readonly region: string;
  readonly clock: Clock;
  /** The person who runs the embedded AWS: the account's root, who may do everything. */
  readonly operator: LongTermCredentials;
  readonly #rolesByName = new Map<string, Role>();
  readonly #rolesByArn = new Map<string, Role>();
  readonly #policies = new Map<string, Policy>();
  readonly #credentials: CredentialStore;
  readonly #denials = new Denials();

  /** `region` is what `aws:RequestedRegion` reads; us-east-1 when absent. */
  constructor(options: { readonly region?: string; readonly clock: Clock }) {
    this.region = options.region ?? "us-east-1";
    this.clock = options.clock;
    this.#credentials = new CredentialStore(options.clock);
    const arn = `arn:aws:iam::${accountId}:root`;
    this.operator = this.#credentials.issueLongTerm({ arn, userId: accountId, tags: {} });
  }

  /** Every call that was refused, oldest first; the newest thousand are kept. */
  get denials(): readonly Denial[] {
    return this.#denials.list;
  }

  /**
   * Creates a role, or replaces the trust policy of one that exists: its policies and sessions stay.
   * Throws MalformedPolicyDocument when the trust policy is not one.
   */
  putRole(spec: {
    readonly name: string;
    readonly arn: string;
    readonly trust: PolicyDocument | string;
    /** The longest session AssumeRole grants. One hour when absent, as on AWS. */
    readonly maxSessionSeconds?: number;
  }): void {
    const trust = parsePolicy(spec.trust, "trust", `trust policy of role ${spec.name}`);
    const maxSessionSeconds = spec.maxSessionSeconds ?? 3600;
    const role = this.#rolesByName.get(spec.name) ?? createRole(spec.name, spec.arn);
    Object.assign(role, { trust, maxSessionSeconds });
    this.#rolesByName.set(role.name, role);
    this.#rolesByArn.set(role.arn, role);
  }

  /** Sets an inline policy. Throws NoSuchEntity, or MalformedPolicyDocument with the place and the reason. */
  putRolePolicy(roleName: string, policyName: string, document: PolicyDocument | string): void {
    const where = `policy ${policyName} of role ${roleName}`;
    this.role(roleName).inline.set(policyName, parsePolicy(document, "identity", where));
  }

  /** Creates or replaces a managed policy of the account. Throws MalformedPolicyDocument. */
  putPolicy(policyArn: string, document: PolicyDocument | string): void {
    this.#policies.set(policyArn, parsePolicy(document, "identity", `policy ${policyArn}`));
  }

  /**
   * Attaches a policy of the account or of AWS. Returns false if there is none with this ARN: it then grants nothing. Throws
   * NoSuchEntity for an unknown role.
   */
  attachPolicy(roleName: string, policyArn: string): boolean {
    const policy = this.#policies.get(policyArn) ?? managedPolicy(policyArn);
    this.role(roleName).attached.set(policyArn, policy);
    return policy !== undefined;
  }

  /** The role of that name or ARN. Throws NoSuchEntity. */
  role(nameOrArn: string): Role {
    const role = this.#rolesByArn.get(nameOrArn) ?? this.#rolesByName.get(nameOrArn);
    if (role !== undefined) return role;
    throw new AwsError("NoSuchEntity", `The role with name ${nameOrArn} cannot be found.`, 404);
  }

  /** Whether the role's trust policy lets a service, for example `ecs-tasks.amazonaws.com`, act as the role. Throws NoSuchEntity. */
  serviceMayAssume(roleArn: string, service: string): boolean {
    return trustsService(this.role(roleArn).trust, service);
  }

  /**
   * Credentials of a role for what runs on its behalf: a container, a function, an execution. They last one hour. Asks no
   * trust policy: a service asks `serviceMayAssume`, a caller goes through STS. Throws NoSuchEntity.
   */
  credentialsFor(roleArn: string, sessionName: string, tags: Principal["tags"] = {}): Credentials {
    return this.openSession(roleArn, sessionName, { tags }).credentials;
  }

  /** As `credentialsFor`, with all that AssumeRole can set. Session names are made to fit STS's rules. */
  openSession(roleArn: string, sessionName: string, options: SessionOptions = {}): Session {
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

  /** Whose the access key is; undefined when it is unknown, expired or comes with another session's token. */
  resolve(accessKeyId: string, sessionToken?: string): Principal | undefined {
    const found = this.lookup(accessKeyId, sessionToken);
    return found.outcome === "known" ? found.principal : undefined;
  }

  /** As `resolve`, with the secret key to check a signature with, or the reason there is none. */
  lookup(accessKeyId: string, sessionToken: string | undefined): Lookup {
    return this.#credentials.lookup(accessKeyId, sessionToken);
  }

  /**
   * Throws AccessDenied (for JSON services AccessDeniedException), worded as AWS words it, unless the caller's policies
   * allow `action` (`s3:GetObject`) on `resource` (an ARN, or `*` for actions that have none), and keeps the denial.
   */
  authorise(principal: Principal, action: string, resource: string, context: ContextValues = {}): void {
    const error = this.refusal(principal, action, resource, context);
    if (error === undefined) return;
    this.recordDenial(principal, action, resource, error);
    throw error;
  }

  /** The error that `authorise` would throw, or undefined. Records nothing. */
  refusal(
    principal: Principal,
    action: string,
    resource: string,
    context: ContextValues = {},
  ): AwsError | undefined {
    const judgement = this.judge(principal, action, resource, context);
    if (judgement.decision === "allowed") return undefined;
    return accessDenied(principal.arn, action, resource, judgement);
  }

  /** What the caller's own policies say, for decisions in which a resource's policy has a say too. Records nothing. */
  judge(principal: Principal, action: string, resource: string, context: ContextValues = {}): Judgement {
    const role = principal.roleArn === undefined ? undefined : this.role(principal.roleArn);
    return judge(principal, role, action, resource, this.requestContext(principal, context));
  }

  /** The condition keys of a request by `principal`, with those in `values`. */
  requestContext(principal: Principal, values: ContextValues): RequestContext {
    return principalContext(principal, values, { now: this.clock.now(), region: this.region });
  }

  /** Keeps a refusal that was decided elsewhere among the denials. */
  recordDenial(principal: Principal, action: string, resource: string, error: Error): void {
    const at = new Date(this.clock.now()).toISOString();
    this.#denials.add({ at, principal: principal.arn, action, resource, message: error.message });
  }
}
