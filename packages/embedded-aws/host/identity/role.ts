import { randomUUID } from "node:crypto";
import type { Policy } from "./policy.ts";

export interface Role {
  readonly name: string;
  /** `arn:aws:iam::<account>:role/<path><name>` */
  readonly arn: string;
  /** `AROA…`: the first half of a session's user id. */
  readonly id: string;
  trust: Policy;
  /** The longest session that AssumeRole grants, in seconds. */
  maxSessionSeconds: number;
  readonly inline: Map<string, Policy>;
  /** By ARN. A policy that the embedded AWS does not have is undefined and grants nothing. */
  readonly attached: Map<string, Policy | undefined>;
}

/** A role without rights that nobody may assume. */
export function createRole(name: string, arn: string): Role {
  return {
    name,
    arn,
    id: uniqueId("AROA"),
    trust: { statements: [] },
    maxSessionSeconds: 3600,
    inline: new Map(),
    attached: new Map(),
  };
}

export function identityPolicies(role: Role): Policy[] {
  return [...role.inline.values(), ...role.attached.values()].filter((policy) => policy !== undefined);
}

/** An id like IAM's: a prefix for the kind, and 16 characters. */
export function uniqueId(prefix: "AROA" | "ASIA" | "AKIA"): string {
  return `${prefix}${randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`;
}
