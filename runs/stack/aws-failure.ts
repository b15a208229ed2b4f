import { isRecord } from "@batchline/diagnostics";
import type { RunsErrorCode } from "../error-codes.ts";
import { RunsFailure } from "../errors.ts";

/** The kind of a failed request to AWS. */
export type AwsFault = "credentials" | "right" | "network" | "throttled" | "region" | "settings" | "refused";

const known: Readonly<Record<AwsFault, { readonly code: RunsErrorCode; readonly fix: string }>> = {
  credentials: { code: "BL-O010", fix: "sign in (aws sso login), or set AWS_PROFILE" },
  right: { code: "BL-O011", fix: "let an administrator allow it; docs/doctor.md lists all rights" },
  network: { code: "BL-O012", fix: "check the network, VPN, proxy and region; then start it again" },
  throttled: { code: "BL-O013", fix: "wait a minute, then start it again" },
  region: { code: "BL-O014", fix: "set AWS_REGION to the stack's region" },
  settings: { code: "BL-O016", fix: "check the variables AWS_… and the profile" },
  refused: { code: "BL-O015", fix: "if AWS failed itself, start it again" },
};

/** The error of a request to AWS as one line with what to do. Undefined for what is not an answer of AWS, or the lack of one: an
 * error of this program.
 * @example throw awsFailure(cause) ?? cause; */
export function awsFailure(cause: unknown): RunsFailure | undefined {
  const fault = awsFault(cause);
  if (fault === undefined || !(cause instanceof Error)) return undefined;
  const { code, fix } = known[fault];
  const said = firstLine(cause.message);
  const right = fault === "right" ? deniedAction(cause) : undefined;
  const what = {
    credentials: `no valid credentials: ${said || cause.name}`,
    right: right === undefined ? said : `the caller lacks the right ${right}: ${said}`,
    network: `no answer of AWS: ${timeUp(cause) || said || systemCode(cause) || cause.name}`,
    throttled: `AWS throttles: ${said || cause.name}`,
    region: said,
    settings: said,
    refused: `${cause.name}: ${said}`,
  }[fault];
  return new RunsFailure(code, `${what.replace(/\.$/, "")}. What to do: ${fix}`, { cause });
}

/** What kind of failure of a request it is. Undefined for an error of this program.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export function awsFault(cause: unknown): AwsFault | undefined {
  if (!(cause instanceof Error)) return undefined;
  const { name, message } = cause;
  if (/^(Region is missing|Invalid region)/i.test(message) || name === "InvalidRegion") return "region";
  if (/^(OptInRequired|SubscriptionRequired|PendingVerification)/.test(name)) return "region";
  if (name === "EndpointError") return "settings";
  if (badCredentials.test(name) || /^(Could not load credentials|Token is expired)/.test(message))
    return "credentials";
  // The SDK tries to read what a proxy or a captive portal answers.
  if (name === "TimeoutError" || isUnreachable(cause) || message.includes("Deserialization error"))
    return "network";
  if (/^(AccessDenied|Unauthorized|NotAuthorized)/.test(name)) return "right";
  if (/^(Throttl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded|SlowDown)/.test(name))
    return "throttled";
  // The SDK adds it to each error of a request.
  return isRecord(cause) && cause.$metadata !== undefined ? "refused" : undefined;
}

/** The action of IAM that a denied request needs, if AWS names it. @example "states:ListExecutions" */
export function deniedAction({ message }: Error): string | undefined {
  return /perform: (\S+)/.exec(message)?.[1];
}

/** The SDK's own words name its parts. */
const timeUp = ({ name }: Error) => (name === "TimeoutError" ? "it took too long" : undefined);

const firstLine = (text: string) => text.split("\n", 1).join().trim();

/** Of the SDK, STS, EC2 and all others. */
const badCredentials =
  /^(CredentialsProvider|TokenProvider|ExpiredToken|RequestExpired|Invalid(ClientTokenId|Signature|AccessKeyId)|UnrecognizedClient|SignatureDoesNotMatch|AuthFailure|IncompleteSignature|MissingAuthenticationToken)/;

/** The system's codes for connections, and those of TLS. */
const unreachable =
  /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|EPIPE|EPROTO|CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED)/;

function isUnreachable(error: Error): boolean {
  return error.message === "fetch failed" || unreachable.test(systemCode(error) ?? "");
}

function systemCode(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}
