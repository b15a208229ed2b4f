import { GetAccountCommand, GetEmailIdentityCommand, NotFoundException } from "@aws-sdk/client-sesv2";
import { paginateListSubscriptionsByTopic, type Subscription } from "@aws-sdk/client-sns";
import { plural } from "@batchline/diagnostics";
import { type Check, type Finding, note, ok, wrong } from "../check.ts";
import { orFailure } from "../failure.ts";
import type { Subject } from "../subject.ts";

/** Whether notices reach anybody: the topic's subscribers, and SES with its sender. */
export const notices: Check = {
  name: "notices",
  why: "Nobody hears of a notice that is lost. SES in its sandbox sends only to addresses that are verified.",
  actions: ["sns:ListSubscriptionsByTopic", "ses:GetAccount", "ses:GetEmailIdentity"],
  async run(subject, signal) {
    const { operatorNotices, noticeSender } = subject.config;
    const found = [
      ...(operatorNotices === "off" ? [] : [subscribersOf(subject, signal)]),
      ...(noticeSender === undefined
        ? []
        : [accountOf(subject, signal), senderOf(subject, noticeSender, signal)]),
    ];
    if (found.length === 0) return [note("no notices, as operatorNotices and noticeSender say")];
    return Promise.all(found.map((each) => orFailure(each, notices.actions)));
  },
};

/** SNS mails nothing to an address before its owner has confirmed it. */
async function subscribersOf(
  { clients, outputs, stack }: Subject,
  abortSignal: AbortSignal,
): Promise<Finding> {
  const topic = outputs?.alarmTopic;
  if (topic === undefined) return note("subscribers not checked: there is no topic yet");
  const all: Subscription[] = [];
  // The SDK's pages take no signal.
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic(
    { client: clients.sns },
    { TopicArn: topic },
  )) {
    abortSignal.throwIfAborted();
    all.push(...Subscriptions);
  }
  const pending = all.filter(({ SubscriptionArn }) => SubscriptionArn === "PendingConfirmation");
  if (all.length === 0)
    return wrong(
      "operators: nobody subscribes to the topic of alarms and notices",
      `npx pulumi config set --stack ${stack} --path 'batchline:alarmEmails[0]' oncall@example.com, or subscribe to ${topic}`,
    );
  if (pending.length > 0)
    return wrong(
      `operators: not confirmed: ${pending.map(({ Endpoint }) => Endpoint).join(", ")}`,
      "open the link in the mail of AWS Notifications, or let it be sent again with aws sns subscribe",
    );
  return ok(`operators: ${plural(all.length, "subscriber")}`);
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetAccount.html */
async function accountOf({ clients, region }: Subject, abortSignal: AbortSignal): Promise<Finding> {
  const account = await clients.ses.send(new GetAccountCommand({}), { abortSignal });
  const { SendingEnabled, ProductionAccessEnabled, EnforcementStatus = "HEALTHY", SendQuota } = account;
  const details = "see the account dashboard of SES";
  if (!SendingEnabled) return wrong(`contacts: SES sends nothing in ${region}`, details);
  if (!ProductionAccessEnabled)
    return wrong(
      `contacts: SES is in its sandbox in ${region}: it sends only to verified addresses`,
      "request production access: aws sesv2 put-account-details --production-access-enabled …",
    );
  if (EnforcementStatus !== "HEALTHY")
    return wrong(`contacts: SES's enforcement is ${EnforcementStatus}`, details);
  const { Max24HourSend: most = 0, SentLast24Hours: sent = 0 } = SendQuota ?? {};
  return ok(`contacts: SES has sent ${sent} of ${most < 0 ? "any number of" : most} mails in 24 hours`);
}

/** The identity by which SES lets the address send: itself, or else its domain or a parent domain. */
async function senderOf(
  { clients, region }: Subject,
  sender: string,
  abortSignal: AbortSignal,
): Promise<Finding> {
  const address = /<(.*)>$/.exec(sender)?.[1] ?? sender;
  const [, domain = ""] = address.split("@");
  const labels = domain.split(".");
  const parents = labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
  for (const EmailIdentity of [address, ...parents]) {
    const command = new GetEmailIdentityCommand({ EmailIdentity });
    const identity = await clients.ses.send(command, { abortSignal }).catch((cause: unknown) => {
      if (cause instanceof NotFoundException) return undefined;
      throw cause;
    });
    if (identity === undefined) continue;
    const what = `contacts: the sender's identity ${EmailIdentity}`;
    if (identity.VerifiedForSendingStatus) return ok(`${what} is verified`);
    return wrong(`${what} is not verified`, "publish its DNS records, or open the link in SES's mail");
  }
  return wrong(
    `contacts: SES does not know the sender ${address} in ${region}`,
    `aws sesv2 create-email-identity --region ${region} --email-identity ${domain}`,
  );
}
