import { AwsError } from "../gateway/aws-error.ts";
import { uniqueId } from "./credential-store.ts";
import type { ApplyingPolicies } from "./decide.ts";
import { isManagedByAws, managedPolicy } from "./managed-policies.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { Policy } from "./policy.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { withRoleIds } from "./principal-match.ts";

export interface Role {
  readonly name: string;
  readonly arn: string;
  /** `AROA…`: the first half of a session's user id. A role that is created again has another one. */
  readonly id: string;
  readonly trust: Policy;
  /** The longest session that AssumeRole grants, in seconds. */
  readonly maxSessionSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
  /** ARN of the managed policy that limits what the role's policies allow. */
  readonly boundary: string | undefined;
  readonly inline: Map<string, Policy>;
  /** ARNs of managed policies. One that the embedded AWS does not have grants nothing. */
  readonly attached: Set<string>;
}

/** Lengths are in characters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const quotas = { ACLSizePerRole: 2048, PolicySize: 6144, PoliciesPerRole: 10 } as const;
/** Of all inline policies of a role together. */
const maxInlineLength = 10_240;

/** Roles of the account and their policies. */
export class Roles {
  readonly #roles = new Map<string, Role>();
  readonly #policies = new Map<string, Policy>();

  /** Creates a role, or replaces all of one but its policies. Throws MalformedPolicyDocument, and NoSuchEntity for the boundary. */
  putRole(spec: {
    readonly name: string;
    readonly arn: string;
    readonly trust: PolicyDocument | string;
    /** The longest session that AssumeRole grants. @default 3600 */
    readonly maxSessionSeconds?: number | undefined;
    /** @default none */
    readonly tags?: Readonly<Record<string, string>> | undefined;
    /** ARN of a managed policy. @default no boundary */
    readonly boundary?: string | undefined;
  }): void {
    const parsed = parsePolicy(spec.trust, "trust", `trust policy of role ${spec.name}`);
    const trust = withRoleIds(parsed, (roleArn) => this.findRole(roleArn)?.id);
    if (trust.length > quotas.ACLSizePerRole) throw exceeded("ACLSizePerRole");
    const { name, arn, maxSessionSeconds = 3600, tags = {}, boundary } = spec;
    if (boundary !== undefined) this.#attachable(boundary);
    const created = { name, arn, id: uniqueId("AROA"), inline: new Map(), attached: new Set<string>() };
    const role = { ...created, ...this.#roles.get(name), trust, maxSessionSeconds, tags, boundary };
    this.#roles.set(name, role).set(role.arn, role);
  }

  /** Throws NoSuchEntity, or DeleteConflict while the role has policies. */
  deleteRole(name: string): void {
    const role = this.role(name);
    if (role.attached.size > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
    if (role.inline.size > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
    this.#roles.delete(role.name);
    this.#roles.delete(role.arn);
  }

  /** Sets an inline policy. Throws NoSuchEntity, LimitExceeded, or MalformedPolicyDocument with the place and the reason. */
  putRolePolicy(roleName: string, policyName: string, document: PolicyDocument | string): void {
    const { inline, name } = this.role(roleName);
    const policy = parsePolicy(document, "identity", `policy ${policyName} of role ${roleName}`);
    const all = new Map(inline).set(policyName, policy);
    if ([...all.values()].reduce((sum, { length }) => sum + length, 0) > maxInlineLength)
      throw limitExceeded(`Maximum policy size of ${maxInlineLength} bytes exceeded for role ${name}`);
    inline.set(policyName, policy);
  }

  /** Throws NoSuchEntity. */
  deleteRolePolicy(roleName: string, policyName: string): void {
    if (this.role(roleName).inline.delete(policyName)) return;
    throw noSuchEntity(`The role policy with name ${policyName} cannot be found.`);
  }

  /** Creates or replaces a managed policy of the account, also where it is attached. Throws MalformedPolicyDocument. */
  putPolicy(policyArn: string, document: PolicyDocument | string): void {
    const policy = parsePolicy(document, "identity", `policy ${policyArn}`);
    if (policy.length > quotas.PolicySize) throw exceeded("PolicySize");
    this.#policies.set(policyArn, policy);
  }

  /** Throws NoSuchEntity, or DeleteConflict while a role has the policy. */
  deletePolicy(policyArn: string): void {
    const used = [...this.#roles.values()].some(
      (role) => role.boundary === policyArn || role.attached.has(policyArn),
    );
    if (used) throw deleteConflict("Cannot delete a policy attached to entities.");
    if (!this.#policies.delete(policyArn)) throw noSuchEntity(`Policy ${policyArn} was not found.`);
  }

  /** Returns false for a policy of AWS that the embedded AWS does not have: it grants nothing. Throws NoSuchEntity. */
  attachPolicy(roleName: string, policyArn: string): boolean {
    const { attached } = this.role(roleName);
    this.#attachable(policyArn);
    if (attached.size >= quotas.PoliciesPerRole && !attached.has(policyArn))
      throw exceeded("PoliciesPerRole");
    attached.add(policyArn);
    return this.managedPolicy(policyArn) !== undefined;
  }

  /** Throws NoSuchEntity. */
  detachPolicy(roleName: string, policyArn: string): void {
    if (this.role(roleName).attached.delete(policyArn)) return;
    throw noSuchEntity(`Policy ${policyArn} was not found.`);
  }

  role(nameOrArn: string): Role {
    const role = this.findRole(nameOrArn);
    if (role !== undefined) return role;
    throw noSuchEntity(`The role with name ${nameOrArn} cannot be found.`);
  }

  findRole(nameOrArn: string): Role | undefined {
    return this.#roles.get(nameOrArn);
  }

  /** A managed policy of the account or of AWS. Undefined if the embedded AWS does not have it. */
  managedPolicy(arn: string): Policy | undefined {
    return this.#policies.get(arn) ?? managedPolicy(arn);
  }

  /** What the role's policies and its boundary say now. A boundary that the embedded AWS does not have allows nothing. */
  protected rightsOf(role: Role | undefined): Pick<ApplyingPolicies, "identity" | "boundary"> {
    if (role === undefined) return { identity: [] };
    const known = (arns: Iterable<string>) => [...arns].flatMap((arn) => this.managedPolicy(arn) ?? []);
    return {
      identity: [...role.inline.values(), ...known(role.attached)],
      boundary: role.boundary === undefined ? undefined : known([role.boundary]),
    };
  }

  #attachable(policyArn: string): void {
    if (isManagedByAws(policyArn) || this.#policies.has(policyArn)) return;
    throw noSuchEntity(`Policy ${policyArn} does not exist or is not attachable.`);
  }
}

function exceeded(quota: keyof typeof quotas): AwsError {
  return limitExceeded(`Cannot exceed quota for ${quota}: ${quotas[quota]}`);
}

function limitExceeded(message: string): AwsError {
  return new AwsError("LimitExceeded", message, 409);
}

function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", message, 404);
}

function deleteConflict(message: string): AwsError {
  return new AwsError("DeleteConflict", message, 409);
}
