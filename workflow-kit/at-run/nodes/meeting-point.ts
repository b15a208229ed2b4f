import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { must } from "@batchline/diagnostics";
import * as z from "zod";
import { InterruptedError, messageOf, TryAgainError } from "../errors.ts";
import type { TenantStore } from "../tenant-store/tenant-store.ts";
import { MainLink } from "./main-link.ts";
import { isMain, type NodePlace } from "./node.ts";
import type { SharedKey } from "./secure-channel.ts";

/**
 * The main node writes its port and a key to the tenant's data, where only the tenant's role reads. The other nodes read them there. The
 * object is an output, so each attempt has its own. It stays, as the role may not delete it, but its key serves one attempt only.
 */
const Meeting = z.strictObject({
  port: z.int().min(1).max(65_535),
  /** Base64. */
  key: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
});

/** Where the main node announces itself, an output of its stage; see `outputKey`. */
export const mainNodeFile = "main-node.json";

/** A new secret for the nodes of one attempt. @example newKey(node).identity === node.attempt // true */
export function newKey({ attempt }: NodePlace): SharedKey {
  return { identity: attempt, key: randomBytes(32) };
}

/** Writes the main node's port and key to `at`, for `callMainNode`. @example await announce(store, at, main.port, shared); */
export async function announce(
  store: Pick<TenantStore, "put">,
  at: string,
  port: number,
  { key }: SharedKey,
): Promise<void> {
  const meeting = { port, key: Buffer.from(key).toString("base64") };
  await store.put(at, Buffer.from(JSON.stringify(meeting)), "application/json");
}

/** Connects a node to the main one, as soon as that listens. @throws {TryAgainError} when it cannot be reached within `withinMs`.
 * @example await callMainNode(store, node, { at: outputKey(context, mainNodeFile), withinMs: 60_000, aliveMs: 5_000, signal }) */
export async function callMainNode(
  store: Pick<TenantStore, "get" | "has">,
  node: NodePlace,
  options: {
    readonly at: string;
    readonly withinMs: number;
    readonly aliveMs: number;
    readonly signal: AbortSignal;
  },
): Promise<MainLink> {
  const host = must(isMain(node) ? undefined : node.mainAddress, "other nodes know the main node's address");
  const deadline = Date.now() + options.withinMs;
  let why = "it has not published its port";
  for (let pauseMs = 100; ; pauseMs = Math.min(2_000, pauseMs * 1.5)) {
    const meeting = await readMeeting(store, options.at);
    if (meeting !== undefined) {
      const shared = { identity: node.attempt, key: Buffer.from(meeting.key, "base64") };
      try {
        return await MainLink.open({
          ...{ host, port: meeting.port, shared },
          ...{ node: node.index, aliveMs: options.aliveMs },
        });
      } catch (error) {
        why = messageOf(error);
      }
    }
    if (options.signal.aborted) throw new InterruptedError();
    if (Date.now() > deadline) {
      throw new TryAgainError(`the main node cannot be reached at ${host}: ${why}`);
    }
    await sleep(pauseMs, undefined, { signal: options.signal }).catch(() => {
      throw new InterruptedError();
    });
  }
}

async function readMeeting(store: Pick<TenantStore, "get" | "has">, at: string) {
  // S3 refuses the GET of a missing object to a role that may list only below a prefix.
  const bytes = (await store.has(at)) ? await store.get(at) : undefined;
  if (bytes === undefined) return undefined;
  try {
    return Meeting.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch {
    return undefined;
  }
}
