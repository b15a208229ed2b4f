import type { Json, JsonObject } from "@batchline/asl";

/** The variables of one block; it reads those of the blocks around it and assigns only its own. */
export class Scope {
  readonly #outer: Scope | undefined;
  readonly #own = new Map<string, Json>();

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  assign(values: JsonObject): void {
    for (const [name, value] of Object.entries(values)) this.#own.set(name, value);
  }

  /** All variables that can be read here. */
  visible(): Record<string, Json> {
    return { ...this.#outer?.visible(), ...Object.fromEntries(this.#own) };
  }
}
