import { randomUUID } from "node:crypto";
import type { Policy } from "./policy.ts";

/** An IAM role as the embedded AWS keeps it. */
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
  /** By ARN; undefined for one that the embedded AWS does not have, which grants nothing. */
  readonly attached: Map<string, Policy | undefined>;
}

/** A role that trusts nobody and may do nothing yet. */
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

/** All policies of the role that say what it may do. */
export function identityPolicies(role: Role): Policy[] {
  return [...role.inline.values(), ...role.attached.values()].filter((policy) => policy !== undefined);
}

/** An id as IAM makes them: a prefix that tells the kind, and 16 characters. */
export function uniqueId(prefix: "AROA" | "ASIA" | "AKIA"): string {
  return `${prefix}${randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`;
}
