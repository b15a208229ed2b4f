import { type SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { oneLine } from "../../workflow-kit/at-deploy/notices/one-line.ts";
import type { Sending } from "./sending.ts";

/**
 * Sends tenants' mails: one recipient each, in plain text. A subject is one line, so no text of a supplier adds a header.
 * @param sender A verified address. @example const mail = mailer(new SESv2Client(), "jobs@shop.example");
 */
export function mailer(ses: SESv2Client, sender: string): NonNullable<Sending["mail"]> {
  return async (to, { subject, text }) => {
    const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });
    const Simple = { Subject: utf8(oneLine(subject)), Body: { Text: utf8(text) } };
    const Destination = { ToAddresses: [to] };
    await ses.send(new SendEmailCommand({ FromEmailAddress: sender, Destination, Content: { Simple } }));
  };
}
