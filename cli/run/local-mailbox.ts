import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import type { KeptMessage } from "../../runs/stack/kept-message.ts";
import type { Target } from "../../runs/stack/target.ts";

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

/**
 * Reads what the embedded SES and SNS kept below `dir`, the newest first. Their files never change, so each is read once.
 * @example const messages = await localMailbox(".local/aws")();
 */
export function localMailbox(dir: string): () => Promise<readonly KeptMessage[]> {
  const known = new Map<string, KeptMessage>();
  return async () => {
    const files = [...(await jsonFiles(join(dir, "mail"))), ...(await ofTopics(join(dir, "sns")))];
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
  const folders = [...(has("email") ? ["mail"] : []), ...(has("topic") ? ["sns"] : [])];
  return folders.length === 0
    ? []
    : [`Notices  ${folders.map((name) => `${join(session, name)}/`).join(", ")}`];
}

async function ofTopics(folder: string): Promise<string[]> {
  const topics = await entries(folder);
  return (await Promise.all(topics.map((topic) => jsonFiles(join(folder, topic))))).flat();
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
