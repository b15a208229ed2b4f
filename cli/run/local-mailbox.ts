import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import type { KeptMessage } from "../../runs/stack/kept-message.ts";
import type { Target } from "../../runs/stack/target.ts";
import type { KeptRequest } from "./local-webhook.ts";

/** The newest messages that are read. */
const most = 200;

const Mail = z.object({
  sentAt: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string().optional(),
  html: z.string().optional(),
  raw: z.string().optional(),
});

const Message = z.object({ Timestamp: z.string(), Subject: z.string().optional(), Message: z.string() });

const Request = z.object({ receivedAt: z.string(), body: z.string() } satisfies Record<
  keyof KeptRequest,
  z.ZodType
>);

/** Of the format `json`. Slack's messages have none. */
const Subject = z.object({ data: z.object({ subject: z.string() }) });

/**
 * Reads what the webhook of this machine and the embedded SES and SNS kept below `dir`, the newest first. Their files never change, so each is read once.
 * @example const messages = await localMailbox(".local/aws")();
 */
export function localMailbox(dir: string): () => Promise<readonly KeptMessage[]> {
  const known = new Map<string, KeptMessage>();
  return async () => {
    const folders = [join(dir, "mail"), join(dir, "webhook"), ...(await topics(join(dir, "sns")))];
    const files = (await Promise.all(folders.map(jsonFiles))).flat();
    // Their names begin with the time.
    const newest = files.sort((a, b) => (basename(a) < basename(b) ? 1 : -1)).slice(0, most);
    const messages: KeptMessage[] = [];
    for (const file of newest) {
      const message = known.get(file) ?? (await read(file));
      if (message === undefined) continue;
      known.set(file, message);
      messages.push(message);
    }
    return messages;
  };
}

/** Where the notices of a session are, for the end of the report: nothing if nobody got one. @example await noticeLines(target, ".local/aws") */
export async function noticeLines(
  { settle, mailbox }: Pick<Target, "settle" | "mailbox">,
  session: string,
): Promise<readonly string[]> {
  await settle?.();
  const messages = (await mailbox?.()) ?? [];
  const has = (wanted: KeptMessage["channel"]) => messages.some(({ channel }) => channel === wanted);
  const channels = { mail: "email", sns: "topic", webhook: "webhook" } as const;
  const folders = Object.entries(channels).flatMap(([name, channel]) => (has(channel) ? [name] : []));
  return folders.length === 0
    ? []
    : [`Notices  ${folders.map((name) => `${join(session, name)}/`).join(", ")}`];
}

/** The folders of topics. */
async function topics(folder: string): Promise<string[]> {
  return (await entries(folder)).map((topic) => join(folder, topic));
}

async function jsonFiles(folder: string): Promise<string[]> {
  return (await entries(folder)).filter((name) => name.endsWith(".json")).map((name) => join(folder, name));
}

/** None before the first message. */
async function entries(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw cause;
  }
}

/** Undefined for a file that is just being written. */
async function read(file: string): Promise<KeptMessage | undefined> {
  const value = parsed(await readFile(file, "utf8"));
  const id = basename(file, ".json");
  const mail = Mail.safeParse(value).data;
  if (mail !== undefined) {
    const { sentAt: at, from, to, subject, text, html, raw } = mail;
    return { id, at, channel: "email", from, to, subject, text: text ?? html ?? raw ?? "" };
  }
  const request = Request.safeParse(value).data;
  if (request !== undefined) {
    const { receivedAt: at, body } = request;
    const content: unknown = parsed(body);
    const subject = Subject.safeParse(content).data?.data.subject ?? "";
    const text = content === undefined ? body : JSON.stringify(content, null, 2);
    return { id, at, channel: "webhook", to: ["webhook"], subject, text };
  }
  const message = Message.safeParse(value).data;
  if (message === undefined) return undefined;
  const { Timestamp: at, Subject: subject = "", Message: text } = message;
  return { id, at, channel: "topic", to: [basename(dirname(file))], subject, text };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
