import type { IncomingMessage } from "node:http";
import type { Identity } from "../identity/identity.ts";
import { readAuthorization } from "./authorization.ts";
import { AwsError, toAwsError } from "./aws-error.ts";
import { readSigned } from "./body/read-signed.ts";
import { connectionKeys } from "./connection-keys.ts";
import type { EcsEndpoints } from "./ecs-endpoints.ts";
import { checkedHeaders } from "./header-values.ts";
import { withHoisted } from "./hoisted-headers.ts";
import { LostAnswer } from "./lost-answer.ts";
import { refusal, refuse, refuseWith } from "./refusal.ts";
import type { RequestHead } from "./request-head.ts";
import type { GatewayResponse, Service } from "./service.ts";
import { callerOf } from "./signature.ts";

export interface Account {
  readonly services: ReadonlyMap<string, Service>;
  readonly identity: Identity;
  readonly ecs: EcsEndpoints | undefined;
}

/**
 * The answer to a request, also if it is refused. Whatever the headers show is refused before the body is read.
 * Rejects if the client shall get no answer, or has gone.
 * @param accept call it before the body is read
 */
export async function answer(
  message: IncomingMessage,
  head: RequestHead,
  { services, identity, ecs }: Account,
  accept: () => void,
): Promise<GatewayResponse> {
  const { method, path, query, headers } = head;
  const claim = readAuthorization({ headers, query });
  if (claim === undefined && ecs !== undefined && path.startsWith("/ecs/")) return ecs.handle(method, path);
  // Also a claim that cannot be read is answered in the form of its service.
  const scope = headers.authorization ?? query.get("X-Amz-Credential") ?? "";
  const [, name] = /\/([\w-]+)\/aws4_request/.exec(scope) ?? [];
  const addressed = name === undefined ? undefined : (services.get(name) ?? name);
  let discard = () => {};
  try {
    if (claim === undefined) return refuse(refusal("unsigned"), head, undefined);
    if ("reason" in claim) return refuse(claim, head, addressed);
    const caller = callerOf(headers, claim, identity);
    if ("reason" in caller) return refuse(caller, head, addressed);
    const service = services.get(claim.service);
    if (service === undefined) throw unknownService(claim.service, services);
    const read = await readSigned({ message, head, claim, caller, service, accept });
    if ("reason" in read) return refuse(read, head, addressed);
    const { body, payload } = read;
    discard = () => payload?.discard();
    const principal = { ...caller.principal, connection: connectionKeys(message, headers) };
    const result = await service.handle({
      ...{ method, path, query, headers: withHoisted(head, claim), requestId: head.requestId },
      ...{ body, ...(payload && { payload }), principal },
      authorise: (...request) => identity.authorise(principal, ...request),
      refusal: (...request) => identity.refusal(principal, ...request),
    });
    return checkedHeaders(result);
  } catch (cause) {
    if (cause instanceof LostAnswer || (message.destroyed && !message.complete)) throw cause;
    return refuseWith(toAwsError(cause, `${method} ${path}`), head, addressed);
  } finally {
    discard();
  }
}

function unknownService(name: string, services: ReadonlyMap<string, Service>): AwsError {
  const known = [...services.keys()].sort().join(", ");
  const message = `the embedded AWS has no service "${name}"; it has ${known}`;
  return new AwsError("UnknownOperationException", message, 404);
}
