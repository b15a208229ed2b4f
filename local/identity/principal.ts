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
}

/** Temporary credentials as STS, the ECS endpoint and a Lambda environment hand them out. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** ISO 8601. */
  readonly expiration: string;
}

/** The one account and its default region. */
export const accountId = "000000000000";
