import { must } from "@batchline/diagnostics";
import { identityRequest, proofToleranceMs, signingDate } from "../../contract/broker/identity-request.ts";
import type { BrokerRequest } from "../../contract/broker/request.ts";
import { parseIdentity } from "./identity-document.ts";
import { NotYetError, RefusedError } from "./not-granted.ts";
import { type HttpAnswer, post } from "./post.ts";

/** A container, as STS knows it. */
export interface ProvenCaller {
  readonly role: string;
  readonly roleArn: string;
  /** The id of its ECS task, which ECS makes the session's name. */
  readonly taskId: string;
}

/** The broker itself. */
export interface BrokerPlace {
  /** ARN of its function, without a version. */
  readonly broker: string;
  readonly region: string;
  /** As `stsEndpoint` returns it. */
  readonly sts: URL;
}

/**
 * Who signed the request's proof, by STS's word. @throws {RefusedError} @throws {NotYetError}
 * @param now Milliseconds since the epoch.
 */
export async function provenCaller(
  { jobId, proof }: BrokerRequest,
  place: BrokerPlace,
  now: number,
): Promise<ProvenCaller> {
  const ahead = proof.time - now;
  if (Math.abs(ahead) > proofToleranceMs) {
    const off = `${Math.round(Math.abs(ahead) / 1000)} s ${ahead > 0 ? "ahead" : "old"}`;
    throw new NotYetError("BL-B003", `the proof is ${off}: five minutes are allowed`);
  }
  const { url, headers, body } = identityRequest(place.sts, { broker: place.broker, jobId, ...proof });
  const names = Object.keys(headers).sort().join(";");
  const scope = `${signingDate(proof.time).slice(0, 8)}/${place.region}/sts/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${proof.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${proof.signature}`;
  const answer = await post(url, { ...headers, authorization }, body).catch((cause: unknown) => {
    throw new NotYetError("BL-B011", "STS did not answer", {}, { cause });
  });
  return callerIn(answer, place);
}

/** Errors of STS after which a new signature may do: the credentials have expired, or STS is busy. */
const temporary =
  /^(ExpiredToken(Exception)?|Throttling(Exception)?|RequestLimitExceeded|ServiceUnavailable)$/;

function callerIn({ status, type, body }: HttpAnswer, { broker }: BrokerPlace): ProvenCaller {
  if (status !== 200) {
    const error = /<Code>(\w{1,64})<\/Code>/.exec(body)?.[1];
    const details = { stsStatus: status, stsError: error };
    if (status >= 500 || (error !== undefined && temporary.test(error)))
      throw new NotYetError("BL-B011", "STS could not check the proof now", details);
    throw new RefusedError("BL-B002", "STS does not accept the proof", details);
  }
  const identity = /^text\/xml(;|$)/.test(type) ? parseIdentity(body) : undefined;
  if (identity === undefined) throw new RefusedError("BL-B002", "STS's answer is not an identity");
  const [, partition, , , account] = broker.split(":");
  const prefix = `arn:${partition}:sts::${account}:assumed-role/`;
  const { role, taskId } = identity.arn.startsWith(prefix)
    ? (/^(?<role>[\w+=,.@-]{1,64})\/(?<taskId>[0-9a-f]{32})$/.exec(identity.arn.slice(prefix.length))
        ?.groups ?? {})
    : {};
  if (role === undefined || identity.account !== account) {
    throw new RefusedError("BL-B004", "the proof is not of a container's role in this account", {
      caller: identity.arn,
    });
  }
  return {
    role,
    roleArn: `arn:${partition}:iam::${account}:role/${role}`,
    taskId: must(taskId, "the pattern has both"),
  };
}
