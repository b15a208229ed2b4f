import { createHash } from "node:crypto";
import * as z from "zod";
import type { TenantStore } from "../../../workflow-kit/at-run/tenant-store/tenant-store.ts";

const Line = z.object({ digest: z.string(), lastModified: z.string() });

/** Remembers when each page last changed. Search engines ignore `lastmod` if it is wrong, such as the import's time for every page. */
export class PageMemory {
  readonly #before: ReadonlyMap<string, string>;
  readonly #now = new Map<string, string>();

  constructor(before: ReadonlyMap<string, string>) {
    this.#before = before;
  }

  /** Reads the memory at `key`; empty before the first time. */
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

  /** Since when a page has this content, any JSON value: `now` if it is new. ISO 8601. */
  lastModified(content: unknown, now: string): string {
    const digest = createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 22);
    const time = this.#before.get(digest) ?? now;
    this.#now.set(digest, time);
    return time;
  }

  /** Writes the pages of `lastModified` to `key`, and forgets all others. */
  remember(store: TenantStore, key: string): Promise<void> {
    return store.putLines(
      key,
      [...this.#now].map(([digest, lastModified]) => ({ digest, lastModified })),
    );
  }
}
