import type {
  DeleteEmailIdentityRequest,
  Destination,
  GetEmailIdentityRequest,
  SendEmailRequest,
} from "@aws-sdk/client-sesv2";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { validationError } from "../../host/gateway/input-check.ts";
import { restJsonService } from "../../host/gateway/protocols/rest-json.ts";
import type { Call, Service } from "../../host/gateway/service.ts";
import { coverage } from "./coverage.ts";
import type { Ses } from "./ses.ts";

/** SES's wire protocol, version 2. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEses.html */
export function sesService(ses: Ses): Service {
  return restJsonService({
    signingName: "ses",
    check: { model: "sesv2", coverage, frame: validationError("BadRequestException") },
    sdk: () => import("@aws-sdk/client-sesv2"),
    routes: {
      "POST /v2/email/outbound-emails": "SendEmail",
      "GET /v2/email/identities/{EmailIdentity}": "GetEmailIdentity",
      "DELETE /v2/email/identities/{EmailIdentity}": "DeleteEmailIdentity",
    },
    operations: {
      SendEmail: (input: SendEmailRequest, call: Call) => ({ MessageId: sendEmail(ses, input, call) }),
      GetEmailIdentity: ({ EmailIdentity = "" }: GetEmailIdentityRequest, call: Call) => {
        requireIdentity(ses, "GetEmailIdentity", EmailIdentity, call);
        const IdentityType = EmailIdentity.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN";
        return { IdentityType, VerifiedForSendingStatus: true };
      },
      DeleteEmailIdentity: ({ EmailIdentity = "" }: DeleteEmailIdentityRequest, call: Call) => {
        requireIdentity(ses, "DeleteEmailIdentity", EmailIdentity, call);
        ses.deleteIdentity(EmailIdentity);
      },
    },
  });
}

/** Throws AccessDeniedException, or NotFoundException for an unknown identity. */
function requireIdentity(ses: Ses, operation: string, name: string, call: Call): void {
  call.authorise(`ses:${operation}`, ses.arnOf(name));
  if (ses.identityOf(name) !== name.toLowerCase())
    throw new AwsError("NotFoundException", `Email identity ${name} does not exist.`, 404);
}

/** Blobs are base64. */
type OnTheWire = Omit<SendEmailRequest, "Content"> & {
  readonly Content?: Omit<NonNullable<SendEmailRequest["Content"]>, "Raw"> & {
    readonly Raw?: { readonly Data?: string };
  };
};

function sendEmail(ses: Ses, input: SendEmailRequest, call: Call): string {
  const { FromEmailAddress: from, Destination = {}, ReplyToAddresses = [], Content } = input as OnTheWire;
  if (from === undefined) throw new AwsError("BadRequestException", "FromEmailAddress is required");
  const identity = ses.identityOf(from);
  const action = Content?.Raw === undefined ? "ses:SendEmail" : "ses:SendRawEmail";
  call.authorise(action, ses.arnOf(identity ?? from), conditionKeys(from, Destination));
  if (identity === undefined)
    throw new AwsError(
      "MessageRejected",
      `Email address is not verified. The following identities failed the check in region ${ses.region.toUpperCase()}: ${from}`,
    );
  const { ToAddresses: to = [], CcAddresses: cc = [], BccAddresses: bcc = [] } = Destination;
  const envelope = { from, to, cc, bcc, replyTo: ReplyToAddresses };
  checkAddresses([...to, ...cc, ...bcc], ReplyToAddresses);
  const { ConfigurationSetName } = input;
  if (ConfigurationSetName !== undefined)
    throw new AwsError(
      "NotFoundException",
      `Configuration set <${ConfigurationSetName}> does not exist.`,
      404,
    );
  if (Content?.Raw !== undefined) {
    const { Data = "" } = Content.Raw;
    const raw = Buffer.from(Data, "base64").toString("utf8");
    const [, subject = ""] = /^subject:\s*(.*)$/im.exec(raw) ?? [];
    return ses.send({ ...envelope, subject, raw });
  }
  if (Content?.Simple === undefined)
    throw new AwsError("BadRequestException", "Content must have a Simple or a Raw message.");
  if (to.length + cc.length + bcc.length === 0)
    throw new AwsError("BadRequestException", "Destination must have at least one address");
  const { Subject, Body } = Content.Simple;
  const { Data: subject = "" } = Subject ?? {};
  return ses.send({ ...envelope, subject, text: Body?.Text?.Data, html: Body?.Html?.Data });
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html */
function conditionKeys(from: string, { ToAddresses = [], CcAddresses = [], BccAddresses = [] }: Destination) {
  const [, name, address = from] = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(from) ?? [];
  return {
    "ses:FromAddress": address,
    ...(name && { "ses:FromDisplayName": name.replace(/^"(.*)"$/, "$1") }),
    "ses:Recipients": [...ToAddresses, ...CcAddresses, ...BccAddresses],
  };
}

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const mostRecipients = 50;

function checkAddresses(recipients: readonly string[], replyTo: readonly string[]): void {
  if (recipients.length > mostRecipients)
    throw new AwsError("BadRequestException", `Recipient count exceeds ${mostRecipients}.`);
  for (const address of [...recipients, ...replyTo])
    if (!/^[^@]*[^@\s<]@[^@\s]+$/.test(address))
      throw new AwsError("BadRequestException", "Missing final '@domain'");
}
