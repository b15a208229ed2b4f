/** A notice that was not sent but kept for reading. */
export interface KeptMessage {
  /** Unique in the mailbox. Later ones sort after earlier ones. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly channel: "email" | "topic" | "webhook";
  readonly from?: string;
  /** Addresses, or the topic's name. */
  readonly to: readonly string[];
  readonly subject: string;
  /** Plain text; or JSON text of a webhook. */
  readonly text: string;
}
