import { setTimeout as wait } from "node:timers/promises";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SNSClient } from "@aws-sdk/client-sns";
import { env } from "../../contract/env.ts";
import type { NoticeMode, WebhookFormat } from "../../contract/notices.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";
import { paced, required, type Stores, storesFromEnvironment } from "../storage/stores.ts";
import { poster } from "./post-webhook.ts";
import { publisher } from "./publish.ts";
import { readSecret } from "./read-secret.ts";
import { mailer } from "./send-mail.ts";
import type { Sending } from "./sending.ts";
import { parseWebhookSecret } from "./webhook-secret.ts";

/** The parts of a workflow that notices use. */
export type NotifiedWorkflow = Pick<Workflow, "name" | "notices">;

/** What the function works with. */
export interface NotifyOptions {
  readonly workflows: readonly NotifiedWorkflow[];
  /** Workflow → the name of its state machine. */
  readonly machines: Readonly<Record<string, string>>;
  readonly stores: Stores;
  readonly stack: string;
  readonly mode: NoticeMode;
  readonly sending: Sending;
  /** Waits between two looks at something that another function does. */
  readonly wait: () => Promise<void>;
}

/** What the environment says. @throws {MissingVariableError} @example options ??= notifyOptions(workflows, machines); */
export function notifyOptions(
  workflows: NotifyOptions["workflows"],
  machines: NotifyOptions["machines"],
): NotifyOptions {
  const { [env.noticeTopic]: topic, [env.noticeSender]: sender, [env.webhookSecret]: secret } = process.env;
  const format: WebhookFormat = process.env[env.webhookFormat] === "slack" ? "slack" : "json";
  return {
    ...{ workflows, machines, stores: storesFromEnvironment() },
    stack: required(env.stack),
    mode: process.env[env.operatorNotices] === "every-run" ? "every-run" : "changes",
    sending: {
      ...(topic && { publish: publisher(new SNSClient({}), topic) }),
      ...(secret && {
        post: poster(async () => parseWebhookSecret(await readSecret(secret), secret), format, Date.now),
      }),
      // SES takes 14 mails a second of most accounts.
      ...(sender && { mail: mailer(new SESv2Client(paced), sender) }),
    },
    wait: () => wait(2_000),
  };
}
