/**
 * A priority queue as a binary heap: the least element comes out first. Push, pop and remove take O(log n).
 * @example
 * const queue = new Heap<number>((a, b) => a < b);
 */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #positions = new Map<T, number>();
  readonly #before: (a: T, b: T) => boolean;

  /** `before(a, b)`: whether `a` comes out before `b`. A strict total order makes the result deterministic. */
  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  /** Adds `item`, which must not be in the heap already. */
  push(item: T): void {
    this.#put(item, this.#items.length);
    this.#rise(this.#items.length - 1);
  }

  pop(): T | undefined {
    const first = this.#items[0];
    if (first !== undefined) this.remove(first);
    return first;
  }

  /** Removes `item`. Returns false if it is not in the heap. */
  remove(item: T): boolean {
    const position = this.#positions.get(item);
    if (position === undefined) return false;
    this.#positions.delete(item);
    const last = this.#items.pop();
    if (last !== undefined && position < this.#items.length) {
      this.#put(last, position);
      this.#sink(position);
      this.#rise(position);
    }
    return true;
  }

  #put(item: T, position: number): void {
    this.#items[position] = item;
    this.#positions.set(item, position);
  }

  #rise(start: number): void {
    let position = start;
    while (position > 0 && this.#swapUnlessOrdered((position - 1) >> 1, position)) {
      position = (position - 1) >> 1;
    }
  }

  #sink(start: number): void {
    let position = start;
    for (;;) {
      const left = 2 * position + 1;
      const right = left + 1;
      const [a, b] = [this.#items[left], this.#items[right]];
      if (a === undefined) return;
      const child = b !== undefined && this.#before(b, a) ? right : left;
      if (!this.#swapUnlessOrdered(position, child)) return;
      position = child;
    }
  }

  #swapUnlessOrdered(parent: number, child: number): boolean {
    const [above, below] = [this.#items[parent], this.#items[child]];
    if (above === undefined || below === undefined || !this.#before(below, above)) return false;
    this.#put(below, parent);
    this.#put(above, child);
    return true;
  }
}
