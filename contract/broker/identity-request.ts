/**
 * The request by which a container proves its role: STS's GetCallerIdentity, signed by the container and sent by the
 * broker. Both compose it from the same few values. Nothing that a container sends is an address, a header or a body.
 */

/** The values of a container's proof that its signature covers. */
export interface ProvenFacts {
  /** ARN of the broker's function, without a version. */
  readonly broker: string;
  /** The job's id, as Batch sets it: `<id>`, `<array job>:<index>` or `<multi-node job>#<node>`. */
  readonly jobId: string;
  /** When the container signed, in milliseconds since the epoch. */
  readonly time: number;
  readonly sessionToken: string;
}

/** An HTTP request to STS, without its signature. */
export interface IdentityRequest {
  readonly url: URL;
  readonly method: "POST";
  /** Lower-case names. All of them are signed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The header that binds the signature to one broker, one job and one time, so that no other request can use it. */
export const proofHeader = "x-batchline-proof";

/** How far a proof's time may be from the broker's clock, in milliseconds: less than STS's 15 minutes. */
export const proofToleranceMs = 5 * 60_000;

/**
 * The least time between two proofs of a container, in milliseconds. So a container that was taken over cannot use up what Batch answers:
 * it gets 300 answers at once, then one every two seconds. A container that asks again sooner signs a time in the future.
 */
export const proofGapMs = 2_000;

/**
 * Where STS is, by the environment alone: the same for a container and its broker.
 * @example stsEndpoint("eu-central-1", process.env).href // "https://sts.eu-central-1.amazonaws.com/"
 */
export function stsEndpoint(region: string, environment: Readonly<Record<string, string | undefined>>): URL {
  const { AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL } = environment;
  return new URL(AWS_ENDPOINT_URL_STS || AWS_ENDPOINT_URL || `https://sts.${region}.amazonaws.com`);
}

/**
 * The request that both compose. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * @example identityRequest(stsEndpoint("eu-central-1", process.env), { broker, jobId, time: Date.now(), sessionToken })
 */
export function identityRequest(url: URL, facts: ProvenFacts): IdentityRequest {
  const { broker, jobId, time, sessionToken } = facts;
  return {
    url,
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      host: url.host,
      "x-amz-date": signingDate(time),
      "x-amz-security-token": sessionToken,
      [proofHeader]: `${broker}|${jobId}|${time}`,
    },
    body: "Action=GetCallerIdentity&Version=2011-06-15",
  };
}

/** The time as a signature has it: `20261128T150000Z`. */
export function signingDate(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, "");
}
