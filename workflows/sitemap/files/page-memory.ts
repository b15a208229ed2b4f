import { createHash } from "node:crypto";
import * as z from "zod";
import type { Snapshot } from "../../../workflow-kit/at-run/tenant-store/snapshot.ts";
import type { TenantStore } from "../../../workflow-kit/at-run/tenant-store/tenant-store.ts";

const Line = z.object({ digest: z.string(), lastModified: z.string() });

/** Remembers when each page last changed. Search engines ignore `lastmod` if it is wrong, such as the import's time for every page. */
export class PageMemory {
  readonly #snapshot: Snapshot;
  readonly #before: ReadonlyMap<string, string>;
  readonly #now = new Map<string, string>();

  private constructor(snapshot: Snapshot, before: ReadonlyMap<string, string>) {
    this.#snapshot = snapshot;
    this.#before = before;
  }

  /** Reads the memory at `key`; empty before the first time. */
  static async recall(store: TenantStore, key: string): Promise<PageMemory> {
    const snapshot = await store.snapshot(key);
    const before = new Map<string, string>();
    if (snapshot.has(key)) {
      for await (const line of store.lines(key)) {
        const { digest, lastModified } = Line.parse(line);
        before.set(digest, lastModified);
      }
    }
    return new PageMemory(snapshot, before);
  }

  /** The latest change of a page, ISO 8601; undefined before the first time. */
  get latestChange(): string | undefined {
    return [...this.#before.values()].sort().at(-1);
  }

  /** Since when a page has this content, any JSON value: `now` if it is new. ISO 8601. */
  lastModified(content: unknown, now: string): string {
    const digest = createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 22);
    const time = this.#before.get(digest) ?? now;
    this.#now.set(digest, time);
    return time;
  }

  /** Writes the pages of `lastModified` to `key`, and forgets all others. @throws {OvertakenError} when another attempt has written since `recall` */
  remember(store: TenantStore, key: string): Promise<void> {
    const lines = [...this.#now].map(([digest, lastModified]) => ({ digest, lastModified }));
    return store.replaceLines(this.#snapshot, key, lines);
  }
}
