import type { Policy } from "./policy.ts";

/** Who makes a request. */
export interface Principal {
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>`, or `arn:aws:iam::<account>:root` for the operator. */
  readonly arn: string;
  /** As GetCallerIdentity shows it. */
  readonly userId: string;
  /** The role whose policies apply; absent for the operator, who may do everything. */
  readonly roleArn?: string;
  /** Session tags: what `${aws:PrincipalTag/…}` reads. */
  readonly tags: Readonly<Record<string, string>>;
  /** Keys of the session tags that a role assumed with these credentials inherits. */
  readonly transitiveTagKeys?: readonly string[];
  /** What the session was narrowed to when the role was assumed: its rights are the role's and this policy's. */
  readonly sessionPolicy?: Policy;
}

/** Temporary credentials as STS, the ECS endpoint and a Lambda environment hand them out. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** ISO 8601. */
  readonly expiration: string;
}

/** Credentials that do not expire and have no session token: the operator's. */
export type LongTermCredentials = Pick<Credentials, "accessKeyId" | "secretAccessKey">;

/** The one account and its default region. */
export const accountId = "000000000000";
