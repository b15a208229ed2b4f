import { isRecord } from "@batchline/diagnostics";
import { type Finding, note, wrong } from "./check.ts";

/** The finding for a request that failed. Undefined for what is not an answer, or the lack of one: an error of this program. */
export function failureFinding(cause: unknown, actions: readonly string[]): Finding | undefined {
  if (!(cause instanceof Error)) return undefined;
  const { name } = cause;
  const message = cause.message.split("\n")[0] ?? "";
  if (name === "TimeoutError") return wrong("AWS did not answer in time", network);
  // The SDK tries to read what a proxy or a captive portal answers.
  if (isUnreachable(cause) || cause.message.includes("Deserialization error"))
    return wrong(`not checked: no answer of AWS: ${message}`, network);
  if (badCredentials.test(name))
    return wrong(`no valid credentials: ${message}`, "sign in (aws sso login), or set AWS_PROFILE");
  const denied = /perform: (\S+)/.exec(message)?.[1] ?? actions.join(", ");
  if (/^(AccessDenied|Unauthorized|NotAuthorized)/.test(name) && denied !== "") {
    const fix = `let an administrator allow ${denied}; docs/doctor.md lists all rights`;
    return wrong(`not checked: the caller lacks the right ${denied}`, fix);
  }
  if (name === "UnknownOperationException" && message.includes("the embedded AWS"))
    return note(`not checked: ${message.split(";")[0]}`);
  // The SDK adds it to each error of a request.
  if (!isRecord(cause) || cause.$metadata === undefined) return undefined;
  return wrong(`not checked: ${name}: ${message}`, fixOf(name));
}

function fixOf(code: string): string {
  if (/^(OptInRequired|SubscriptionRequired|PendingVerification)/.test(code))
    return "finish the account's registration, and enable the region in the account's settings";
  if (/NotFound|DoesNotExist/.test(code)) return "npx pulumi up --refresh makes again what somebody deleted";
  return "start it again; if it stays, ask AWS's health dashboard";
}

/** What to do if something else than AWS answers, or nothing. */
export const network = "check the network, VPN, proxy and region; then start it again";

/** Of the SDK, STS, EC2 and all others. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const badCredentials =
  /^(CredentialsProvider|ExpiredToken|RequestExpired|Invalid(ClientTokenId|Signature|AccessKeyId)|UnrecognizedClient|SignatureDoesNotMatch|AuthFailure)/;

/** Of the system, which has codes such as ECONNREFUSED, or of Node's fetch. */
function isUnreachable(error: Error): boolean {
  return error.message === "fetch failed" || ("code" in error && /^E[A-Z]+$/.test(String(error.code)));
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
