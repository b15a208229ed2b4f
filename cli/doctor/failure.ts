import { isRecord } from "@batchline/diagnostics";
import { type Finding, note, wrong } from "./check.ts";

/** The finding for a request that failed. Undefined for what is not an answer, or the lack of one: an error of this program. */
export function failureFinding(cause: unknown, actions: readonly string[]): Finding | undefined {
  if (!(cause instanceof Error)) return undefined;
  const { name, message } = cause;
  if (name === "TimeoutError")
    return wrong("AWS did not answer in time", "check the network, VPN and proxy; then start it again");
  if (
    name === "CredentialsProviderError" ||
    /^(ExpiredToken|InvalidClientTokenId|UnrecognizedClient)/.test(name)
  )
    return wrong(`no valid credentials: ${message}`, "sign in (aws sso login), or set AWS_PROFILE");
  if (/^(AccessDenied|Unauthorized|NotAuthorized)/.test(name)) {
    const denied = /perform: (\S+)/.exec(message)?.[1] ?? actions.join(", ");
    const fix = `let an administrator allow ${denied}; docs/doctor.md lists all rights`;
    return wrong(`not checked: the caller lacks the right ${denied}`, fix);
  }
  if (name === "UnknownOperationException" && message.includes("the embedded AWS"))
    return note(`not checked: ${message.split(";")[0]}`);
  // The SDK adds it to each error of a request.
  if (!isRecord(cause) || cause.$metadata === undefined) return undefined;
  return wrong(`not checked: ${name}: ${message}`, "start it again; if it stays, ask AWS's health dashboard");
}

/** The finding, or the one for the request that failed: so a denied request hides no other line. */
export async function orFailure(finding: Promise<Finding>, actions: readonly string[]): Promise<Finding> {
  try {
    return await finding;
  } catch (cause) {
    const failure = failureFinding(cause, actions);
    if (failure === undefined) throw cause;
    return failure;
  }
}
