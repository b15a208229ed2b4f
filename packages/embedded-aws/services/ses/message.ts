export interface MailMessage {
  readonly messageId: string;
  /** ISO 8601. */
  readonly sentAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  /** The whole message, if the sender sent it raw. */
  readonly raw?: string;
}

/** The message as a file for mail programs (RFC 5322). */
export function emlOf(message: MailMessage): string {
  if (message.raw !== undefined) return message.raw;
  const { from, to, cc, replyTo, subject, sentAt, messageId, text, html } = message;
  const headers = [
    ["From", from],
    ["To", to.join(", ")],
    ["Cc", cc.join(", ")],
    ["Reply-To", replyTo.join(", ")],
    ["Subject", encodeHeader(subject)],
    ["Date", new Date(sentAt).toUTCString()],
    ["Message-ID", `<${messageId}@email.amazonses.com>`],
    ["MIME-Version", "1.0"],
  ];
  const head = headers.filter(([, value]) => value !== "").map(([name, value]) => `${name}: ${value}`);
  const parts = [
    ...(text === undefined ? [] : [part("text/plain", text)]),
    ...(html === undefined ? [] : [part("text/html", html)]),
  ];
  const [only = part("text/plain", "")] = parts;
  if (parts.length < 2) return [...head, only].join("\r\n");
  const boundary = `=_${messageId}`;
  const body = parts.map((one) => `--${boundary}\r\n${one}`).join("\r\n");
  const type = `Content-Type: multipart/alternative; boundary="${boundary}"`;
  return [...head, type, "", body, `--${boundary}--`, ""].join("\r\n");
}

function part(type: string, content: string): string {
  const lines = Buffer.from(content)
    .toString("base64")
    .replace(/.{76}(?=.)/g, "$&\r\n");
  const headers = [`Content-Type: ${type}; charset=UTF-8`, "Content-Transfer-Encoding: base64"];
  return [...headers, "", lines].join("\r\n");
}

/** Encodes text that is not ASCII (RFC 2047). */
function encodeHeader(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`;
}
