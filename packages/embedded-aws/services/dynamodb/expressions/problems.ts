/** Problems of an expression that can be parsed. AWS reports one: of the first kind in its order, the first. */
export class Problems<Kind extends string> {
  readonly #first = new Map<Kind, string>();
  readonly #order: readonly Kind[];

  constructor(order: readonly Kind[]) {
    this.#order = order;
  }

  add(kind: Kind, problem: string): void {
    if (!this.#first.has(kind)) this.#first.set(kind, problem);
  }

  /** The problem to report; undefined for none. */
  get first(): string | undefined {
    const kind = this.#order.find((kind) => this.#first.has(kind));
    return kind && this.#first.get(kind);
  }
}
