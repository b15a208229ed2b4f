/** Mails and messages that were not sent but kept for reading, newest first. */
export interface MailView {
  readonly messages: readonly MailMessage[];
}

export interface MailMessage {
  /** Unique in the mailbox. */
  readonly id: string;
  readonly at: string;
  readonly channel: "email" | "topic" | "webhook";
  readonly from?: string;
  /** Addresses, the topic's name, or the webhook's host. */
  readonly to: readonly string[];
  readonly subject: string;
  /** Plain text; or JSON text of a webhook. */
  readonly text: string;
}
