import { withoutUserInfo } from "@batchline/diagnostics";
import { type ItemCounts, type ItemFailure, noItems } from "../../contract/records.ts";

/** An item's name and reason have at most this many characters, as suppliers choose them. */
const longest = 500;

/** Counts the items of a stage as they end, for people to see while it runs. @example progress.total = 7; progress.done(); */
export class Progress {
  #counts: { -readonly [K in keyof ItemCounts]: number } = { ...noItems };
  readonly #failures: ItemFailure[] = [];
  #total: number | undefined;

  /** The number of items. Set it as soon as the stage knows it. */
  set total(total: number) {
    this.#total = total;
  }

  done(): void {
    this.#counts.done++;
  }

  /** Counts an item that needs no work. */
  skipped(): void {
    this.#counts.skipped++;
  }

  /** Counts an item that failed. URLs in both texts lose their user info. */
  failed(item: string, reason: string): void {
    this.#counts.failed++;
    this.#failures.push({ item: cut(withoutUserInfo(item)), reason: cut(withoutUserInfo(reason)) });
  }

  get counts(): ItemCounts {
    return { ...this.#counts };
  }

  get failures(): readonly ItemFailure[] {
    return this.#failures;
  }

  snapshot(): { readonly items: ItemCounts; readonly total?: number } {
    return { items: this.counts, ...(this.#total === undefined ? {} : { total: this.#total }) };
  }
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
