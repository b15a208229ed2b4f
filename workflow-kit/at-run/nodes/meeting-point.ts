import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { InterruptedError, messageOf, TryAgainError } from "../errors.ts";
import type { TenantStore } from "../tenant-store/tenant-store.ts";
import { MainLink } from "./main-link.ts";
import { isMain, type NodePlace } from "./node.ts";
import type { SharedKey } from "./secure-channel.ts";

/**
 * How the nodes of a job find the main one's port and agree on a key: the main node writes both to the tenant's data, where only
 * the tenant's own role reads. The object of an earlier attempt is not taken for this one's. What a job leaves there opens nothing: its
 * key was good for connections to that attempt alone, and the role may not delete.
 */
const Meeting = z.strictObject({
  attempt: z.string(),
  port: z.int().min(1).max(65_535),
  /** Base64. */
  key: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
});

/** Where the main node announces itself, an output of its stage; see `outputKey`. */
export const mainNodeFile = "main-node.json";

/** A key for one attempt. */
export function newKey({ attempt }: NodePlace): SharedKey {
  return { identity: attempt, key: randomBytes(32) };
}

/** Tells the other nodes. */
export async function announce(
  store: Pick<TenantStore, "put">,
  at: string,
  port: number,
  { identity, key }: SharedKey,
): Promise<void> {
  const meeting = { attempt: identity, port, key: Buffer.from(key).toString("base64") };
  await store.put(at, Buffer.from(JSON.stringify(meeting)), "application/json");
}

/**
 * Connects a node to its main one, as soon as that listens.
 *
 * @param options.at The key below the tenant's prefix that the main node announces itself under.
 * @param options.withinMs How long to try, in milliseconds.
 * @throws {TryAgainError} when the main node cannot be reached in time.
 */
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
  if (isMain(node) || node.mainAddress === undefined) throw new Error("the main node has nobody to call");
  const deadline = Date.now() + options.withinMs;
  let why = "it has not said where it listens";
  for (let pauseMs = 100; ; pauseMs = Math.min(2_000, pauseMs * 1.5)) {
    const meeting = await readMeeting(store, options.at);
    if (meeting !== undefined && meeting.attempt === node.attempt) {
      const shared = { identity: meeting.attempt, key: Buffer.from(meeting.key, "base64") };
      try {
        return await MainLink.open({
          ...{ host: node.mainAddress, port: meeting.port, shared },
          ...{ node: node.index, aliveMs: options.aliveMs },
        });
      } catch (error) {
        why = messageOf(error);
      }
    }
    if (options.signal.aborted) throw new InterruptedError();
    if (Date.now() > deadline) {
      throw new TryAgainError(`the main node cannot be reached at ${node.mainAddress}: ${why}`);
    }
    await sleep(pauseMs, undefined, { signal: options.signal }).catch(() => {
      throw new InterruptedError();
    });
  }
}

async function readMeeting(store: Pick<TenantStore, "get" | "has">, at: string) {
  // A GET of what is not there yet is refused to a role that may list only below a prefix.
  const bytes = (await store.has(at)) ? await store.get(at) : undefined;
  if (bytes === undefined) return undefined;
  try {
    return Meeting.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch {
    return undefined;
  }
}
