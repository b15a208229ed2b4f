/** Who hears of the ends of runs, and what each heard last. Times are ISO 8601. */

/** Who receives notices: operators by SNS, a program by HTTPS, a tenant's contact by mail. */
export type Recipient = "operators" | "webhook" | "contact";

/** Whether the latest run failed. */
export type Health = "broken" | "well";

/** What a recipient was told last. */
export interface Told {
  readonly health: Health;
  /** The execution whose end it was told. */
  readonly execution: string;
  /** When the run ended. What an older run did is ignored. */
  readonly endedAt: string;
}

/**
 * `notices#<workflow>` / `tenant#<id>`: about a tenant; `notices#<workflow>` / `runs`: about runs that failed without a tenant.
 * A recipient that was told nothing yet is absent. The items stay, so that a change is reported once.
 */
export type NoticeRecord = Readonly<Partial<Record<Recipient, Told>>>;

/** `notices#<workflow>` / `turn`: one call of the function at a time tells about a workflow. */
export interface NoticeTurn {
  /** The request that has the turn. */
  readonly holder: string;
  /** Milliseconds since the epoch. From then on Lambda has ended the call. */
  readonly until: number;
}

/** How often someone gets notices: when it breaks and when it is well again, or of each run. */
export type NoticeMode = "changes" | "every-run" | "off";

/** The body that the webhook gets: as JSON for programs, or what Slack's incoming webhooks take. */
export type WebhookFormat = "json" | "slack";
