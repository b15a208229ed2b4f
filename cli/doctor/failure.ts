import { awsFault, deniedAction } from "../../runs/stack/aws-failure.ts";
import { type Finding, note, wrong } from "./check.ts";

/** The finding for a request that failed. Undefined for what is not an answer, or the lack of one: an error of this program. */
export function failureFinding(cause: unknown, actions: readonly string[]): Finding | undefined {
  const fault = awsFault(cause);
  if (fault === undefined || !(cause instanceof Error)) return undefined;
  const { name } = cause;
  const message = cause.message.split("\n")[0] ?? "";
  if (name === "UnknownOperationException" && message.includes("the embedded AWS"))
    return note(`not checked: ${message.split(";")[0]}`);
  if (name === "TimeoutError") return wrong("AWS did not answer in time", network);
  if (fault === "network") return wrong(`not checked: no answer of AWS: ${message}`, network);
  if (fault === "credentials")
    return wrong(`no valid credentials: ${message}`, "sign in (aws sso login), or set AWS_PROFILE");
  const denied = deniedAction(cause) ?? actions.join(", ");
  if (fault === "right" && denied !== "") {
    const fix = `let an administrator allow ${denied}; docs/doctor.md lists all rights`;
    return wrong(`not checked: the caller lacks the right ${denied}`, fix);
  }
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
