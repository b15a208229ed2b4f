/** Something of which there is only so much, for example connections to a database. */
export interface ConsumableSpec {
  readonly name: string;
  readonly total: number;
  /** Whether what a job has taken is there again when its attempt ends. */
  readonly replenishable: boolean;
}

/** How much of a consumable resource one attempt takes. */
export interface Consumption {
  readonly name: string;
  readonly quantity: number;
}

/** Consumable resources, and how much of each is in use. https://docs.aws.amazon.com/batch/latest/userguide/resource-aware-scheduling.html */
export class Consumables {
  readonly #byName = new Map<string, ConsumableSpec & { inUse: number }>();

  /** The name must be new. */
  add(spec: ConsumableSpec): void {
    this.#byName.set(spec.name, { ...spec, inUse: 0 });
  }

  /** 0 for one that does not exist. */
  inUse(name: string): number {
    return this.#byName.get(name)?.inUse ?? 0;
  }

  /** Whether there is enough of everything; of what does not exist there is not. */
  suffice(wanted: readonly Consumption[] = []): boolean {
    return wanted.every(({ name, quantity }) => {
      const { total = 0, inUse = 0 } = this.#byName.get(name) ?? {};
      return inUse + quantity <= total;
    });
  }

  take(wanted: readonly Consumption[] = []): void {
    for (const { name, quantity } of wanted) {
      const resource = this.#byName.get(name);
      if (resource !== undefined) resource.inUse += quantity;
    }
  }

  giveBack(taken: readonly Consumption[] = []): void {
    for (const { name, quantity } of taken) {
      const resource = this.#byName.get(name);
      if (resource?.replenishable) resource.inUse -= quantity;
    }
  }
}
