import { CodedError } from "@batchline/diagnostics";
import * as z from "zod";
import type { HandlerErrorCode } from "../error-codes.ts";

/** The webhook's secret is not usable. Its value is never shown. */
class WebhookSecretError extends CodedError<HandlerErrorCode> {}

/** 24 to 64 bytes: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
const signingKey = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/;

const Secret = z.object({
  url: z.url({ protocol: /^https?$/ }).refine(isSafe, "https:// is needed"),
  key: z.string().regex(signingKey),
});

/** Where the webhook is, and the key that signs its bodies. */
export interface Webhook {
  readonly url: string;
  readonly key: Buffer;
}

/** @throws {WebhookSecretError} @example parseWebhookSecret('{"url":"https://hooks.example/a","key":"whsec_…"}', arn) */
export function parseWebhookSecret(text: string, arn: string): Webhook {
  const { data } = Secret.safeParse(parsed(text));
  if (data === undefined) {
    const wanted = 'expected {"url": "https://…", "key": "whsec_<24–64 bytes in base64>"}';
    throw new WebhookSecretError("BL-H041", `the secret ${arn} is not a webhook's: ${wanted}`);
  }
  const { url, key } = data;
  return { url, key: Buffer.from(key.replace("whsec_", ""), "base64") };
}

/** Plain HTTP reaches this machine only. On Lambda that is nobody. */
function isSafe(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || hostname === "127.0.0.1";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
