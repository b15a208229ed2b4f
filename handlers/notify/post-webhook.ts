import { createHmac } from "node:crypto";
import { CodedError } from "@batchline/diagnostics";
import type { WebhookFormat } from "../../contract/notices.ts";
import type { NoticeText, RunNotice } from "../../workflow-kit/at-deploy/notices/notice.ts";
import type { HandlerErrorCode } from "../error-codes.ts";
import type { Sending } from "./sending.ts";
import type { Webhook } from "./webhook-secret.ts";

/** The webhook did not take a notice. Neither its address nor its answer is shown: they may have secrets. */
class WebhookRefusedError extends CodedError<HandlerErrorCode> {}

/** How long the webhook may take, in milliseconds. */
const patience = 10_000;

/**
 * Posts notices, signed as Standard Webhooks says: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * It follows no redirect: the body is for the address in the secret. @throws {WebhookRefusedError}
 * @param webhook Reads the secret, which may have changed. @param now Milliseconds since the epoch.
 * @example const post = poster(readSecret, "json", Date.now);
 */
export function poster(
  webhook: () => Promise<Webhook>,
  format: WebhookFormat,
  now: () => number,
): NonNullable<Sending["post"]> {
  return async (notice, text) => {
    const { url, key } = await webhook();
    const body = JSON.stringify(format === "slack" ? slackBody(text) : jsonBody(notice, text));
    const id = `${notice.stack}.${notice.workflow}.${notice.runId}.${notice.endedAt}`;
    const timestamp = String(Math.floor(now() / 1000));
    const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
    const headers = {
      "content-type": "application/json",
      ...{ "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` },
    };
    const request = {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(patience),
    } as const;
    const answer = await fetch(url, request).catch((cause: unknown) => {
      throw new WebhookRefusedError("BL-H042", `the webhook cannot be reached: ${reasonOf(cause)}`);
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new WebhookRefusedError("BL-H042", `the webhook answered ${answer.status}`);
  };
}

/** The type is one of `run.broken`, `run.well`, `run.unchanged`. */
function jsonBody(notice: RunNotice, { subject, text }: NoticeText) {
  const { itself, broke, wellAgain, endedAt: timestamp } = notice;
  const isBroken = broke.length > 0 || itself === "broke";
  const isWell = wellAgain.length > 0 || itself === "wellAgain";
  const type = isBroken ? "run.broken" : isWell ? "run.well" : "run.unchanged";
  return { type, timestamp, data: { ...notice, subject, text } };
}

/** With these three escaped no text of a supplier becomes a link or calls a channel. https://docs.slack.dev/messaging/formatting-message-text */
function slackBody({ subject, text }: NoticeText) {
  const escaped = `${subject}\n${text}`
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
  return { text: escaped };
}

/** A system's code, such as ECONNREFUSED. A message of `fetch` may have the address. */
function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (inner instanceof Error && "code" in inner && typeof inner.code === "string") return inner.code;
  return inner instanceof Error ? inner.name : "unknown";
}
