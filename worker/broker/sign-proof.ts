import { must } from "@batchline/diagnostics";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { identityRequest, type ProvenFacts } from "../../contract/broker/identity-request.ts";
import type { Proof } from "../../contract/broker/request.ts";
import { BadConfigError } from "../../workflow-kit/at-run/errors.ts";

/** Credentials of the container's role, as the SDK's providers return them. */
interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface ProofArgs extends Omit<ProvenFacts, "sessionToken"> {
  readonly credentials: RoleCredentials;
  readonly region: string;
  /** As `stsEndpoint` returns it. */
  readonly endpoint: URL;
}

/**
 * Signs the proof that a call of the broker needs. The broker accepts each proof once: also a retry needs a new one.
 * @throws {BadConfigError} when the credentials are not a role's
 * @example await signProof({ broker, jobId, time: Date.now(), credentials, region, endpoint });
 */
export async function signProof(args: ProofArgs): Promise<Proof> {
  const { credentials, region, endpoint, time, ...facts } = args;
  const { accessKeyId, sessionToken } = credentials;
  if (sessionToken === undefined) throw new BadConfigError("the container's credentials are not a role's");
  const { url, ...request } = identityRequest(endpoint, { ...facts, time, sessionToken });
  const signer = new SignatureV4({
    ...{ service: "sts", region, credentials, applyChecksum: false },
    sha256: Hash.bind(null, "sha256"),
  });
  const { protocol, hostname, pathname: path } = url;
  // The signer adds what identityRequest has already: date and token.
  const signed = await signer.sign({ ...request, protocol, hostname, path }, { signingDate: new Date(time) });
  const signature = /Signature=([0-9a-f]{64})$/.exec(String(signed.headers.authorization))?.[1];
  return { accessKeyId, sessionToken, time, signature: must(signature, "a signed request has a signature") };
}
