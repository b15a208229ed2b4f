import type { Identity } from "../identity/identity.ts";
import type { Principal } from "../identity/principal.ts";
import type { Authorization } from "./authorization.ts";
import type { Reason } from "./refusal.ts";
import { payloadMatches, type SignedRequest, signatureMatches } from "./signature.ts";

/** The principal that signed the request, or why the signature is not accepted. */
export function authenticate(
  request: SignedRequest,
  claim: Authorization,
  identity: Identity,
): Principal | Reason {
  const found = identity.lookup(claim.accessKeyId, claim.sessionToken);
  if (found.outcome !== "known") return found.outcome;
  if (!signatureMatches(request, claim, found.secretAccessKey)) return "wrongSignature";
  if (!payloadMatches(request)) return "bodyAltered";
  if (claim.presignedSeconds !== undefined && identity.clock.now() > presignedUntil(claim))
    return "presignedUrlExpired";
  return found.principal;
}

/** Milliseconds since the epoch; an invalid time or duration has expired. */
function presignedUntil({ timestamp, presignedSeconds }: Authorization): number {
  const iso = timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const until = Date.parse(iso) + Number(presignedSeconds) * 1000;
  return Number.isNaN(until) ? Number.NEGATIVE_INFINITY : until;
}
