/** A call that was refused for want of a right. */
export interface Denial {
  /** ISO 8601. */
  readonly at: string;
  /** ARN of who asked. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
}

/** The newest refusals, oldest first: what a person looks at when a permission is missing. */
export class Denials {
  readonly #kept: number;
  readonly #list: Denial[] = [];

  /** Keeps the newest `kept` only, so that a container that retries for ever does not fill the memory. */
  constructor(kept = 1000) {
    this.#kept = kept;
  }

  get list(): readonly Denial[] {
    return this.#list;
  }

  add(denial: Denial): void {
    this.#list.push(denial);
    if (this.#list.length > this.#kept) this.#list.shift();
  }
}
