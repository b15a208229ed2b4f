import type { Policy } from "./policy.ts";
import type { ContextValues } from "./request-context.ts";

export interface Principal {
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>`, or `arn:aws:iam::<account>:root` for the operator. */
  readonly arn: string;
  /** As GetCallerIdentity shows it. */
  readonly userId: string;
  /** The role whose policies apply; absent for the operator, who may do everything. */
  readonly roleArn?: string;
  /** Session tags. They and the role's tags are the values of `${aws:PrincipalTag/…}`. */
  readonly tags: Readonly<Record<string, string>>;
  /** Keys of the session tags that a role assumed with these credentials inherits. */
  readonly transitiveTagKeys?: readonly string[];
  /** The policies given when the role was assumed: the session may do only what both one of them and the role allow. */
  readonly sessionPolicies?: readonly Policy[];
  /** Given when the role was assumed, or inherited. It stays for all sessions that this one opens. */
  readonly sourceIdentity?: string;
  /** Sessions only: when their credentials were issued, in milliseconds since the epoch. */
  readonly issuedAt?: number;
  /** Requests over the wire only: the condition keys of the connection. */
  readonly connection?: ContextValues;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** ISO 8601. */
  readonly expiration: string;
}

/** The operator's credentials: they do not expire and have no session token. */
export type LongTermCredentials = Pick<Credentials, "accessKeyId" | "secretAccessKey">;

export const accountId = "000000000000";

/** The region of a program or service that states none. */
export const defaultRegion = "us-east-1";
