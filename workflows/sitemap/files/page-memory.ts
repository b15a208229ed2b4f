import { createHash } from "node:crypto";
import * as z from "zod";
import type { TenantStore } from "../../../workflow-kit/at-run/tenant-store/tenant-store.ts";

const Line = z.object({ digest: z.string(), lastModified: z.string() });

/**
 * Remembers from one sitemap to the next when each page was last seen to change. Search engines rely on `lastmod` only where it
 * proves true: the time of the import for every page would not.
 */
export class PageMemory {
  readonly #before: ReadonlyMap<string, string>;
  readonly #now = new Map<string, string>();

  constructor(before: ReadonlyMap<string, string>) {
    this.#before = before;
  }

  /** What was remembered under `key`; nothing before the first time. */
  static async recall(store: TenantStore, key: string): Promise<PageMemory> {
    const before = new Map<string, string>();
    if (await store.has(key)) {
      for await (const line of store.lines(key)) {
        const { digest, lastModified } = Line.parse(line);
        before.set(digest, lastModified);
      }
    }
    return new PageMemory(before);
  }

  /** When a page that shows `content`, any JSON value, came to show it: `now` if it did not the last time. ISO 8601. */
  lastModified(content: unknown, now: string): string {
    const digest = createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 22);
    const time = this.#before.get(digest) ?? now;
    this.#now.set(digest, time);
    return time;
  }

  /** Remembers under `key` the pages that were asked about, and forgets all others. */
  async remember(store: TenantStore, key: string): Promise<void> {
    const output = store.ndjson(key);
    for (const [digest, lastModified] of this.#now) await output.write({ digest, lastModified });
    await output.finish();
  }
}
