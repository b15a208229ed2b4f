import { type ItemCounts, type ItemFailure, noItems } from "../../contract/records.ts";

/** An item's name and reason are cut to this many characters: a supplier chooses them. */
const longest = 500;

/** Counts the items of a stage as they end. */
export class Progress {
  #counts: { -readonly [K in keyof ItemCounts]: number } = { ...noItems };
  readonly #failures: ItemFailure[] = [];
  #total: number | undefined;

  /** Set once the stage knows how many items it has before it. */
  set total(total: number) {
    this.#total = total;
  }

  done(): void {
    this.#counts.done++;
  }

  /** Counts an item that needed no work. */
  skipped(): void {
    this.#counts.skipped++;
  }

  failed(item: string, reason: string): void {
    this.#counts.failed++;
    this.#failures.push({ item: cut(item), reason: cut(reason) });
  }

  get counts(): ItemCounts {
    return { ...this.#counts };
  }

  get failures(): readonly ItemFailure[] {
    return this.#failures;
  }

  /** Counts as a chunk record holds them. */
  snapshot(): { readonly items: ItemCounts; readonly total?: number } {
    return { items: this.counts, ...(this.#total === undefined ? {} : { total: this.#total }) };
  }
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
