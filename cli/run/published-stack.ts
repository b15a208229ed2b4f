import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import * as z from "zod";
import type { StackOutputs, Target } from "../../runs/stack/target.ts";
import { readTextIfThere } from "../text-file.ts";
import { localMailbox } from "./local-mailbox.ts";
import { isRunning } from "./local-session.ts";

const published = z.object({
  pid: z.int(),
  deployed: z
    .object({
      stack: z.string(),
      at: z.iso.datetime(),
      client: z.object({
        endpoint: z.string(),
        region: z.string(),
        credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
      }),
      outputs: z.custom<StackOutputs>(),
    })
    .optional(),
});

/** What a process publishes of the embedded AWS that it keeps up. */
export type Published = z.infer<typeof published>;

/** The stack that is deployed there. */
export type PublishedStack = NonNullable<Published["deployed"]>;

/** What was published, also by a process that has ended. Undefined without a file, and for a file of another version. */
export function readPublished(file: string): Published | undefined {
  const text = readTextIfThere(file);
  return text === undefined ? undefined : published.safeParse(JSON.parse(text)).data;
}

/** The target of a stack that a running process has published; undefined if there is none. @param dir The folder of its account's data. */
export function publishedTarget(file: string, stack: string, dir: string) {
  const { pid = 0, deployed } = readPublished(file) ?? {};
  if (deployed?.stack !== stack || !isRunning(pid)) return undefined;
  const { client, outputs, at } = deployed;
  const target: Target = { option: "--local", client, outputs, pollMs: 250, mailbox: localMailbox(dir) };
  return { target, pid, deployedAt: new Date(at) };
}

/** Writes it to a file beside `file`, for its owner only, as it has credentials. `put` moves that to its place. */
export function publish(file: string, content: Published, put: (aside: string) => void): void {
  const aside = `${file}-${randomUUID()}`;
  writeFileSync(aside, JSON.stringify(content), { mode: 0o600, flag: "wx" });
  put(aside);
}
