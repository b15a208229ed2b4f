import type { IncomingMessage } from "node:http";
import type { ContextValues } from "../identity/request-context.ts";

/**
 * The condition keys of a request that come from its connection and headers. On AWS, `aws:SourceIp` is the client's public address.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function connectionKeys(
  { socket }: Pick<IncomingMessage, "socket">,
  { "user-agent": agent, referer }: Readonly<Record<string, string>>,
): ContextValues {
  return {
    "aws:SourceIp": socket.remoteAddress ?? [],
    ...(agent !== undefined && { "aws:UserAgent": agent }),
    ...(referer !== undefined && { "aws:Referer": referer }),
  };
}
