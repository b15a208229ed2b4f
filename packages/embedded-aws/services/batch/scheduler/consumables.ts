/** A limited resource, for example connections to a database. */
interface ConsumableSpec {
  readonly name: string;
  readonly total: number;
  /** Whether units are available again after the attempt. */
  readonly replenishable: boolean;
}

/** Units of a consumable resource that one attempt takes. */
export interface Consumption {
  readonly name: string;
  readonly quantity: number;
}

/** https://docs.aws.amazon.com/batch/latest/userguide/resource-aware-scheduling.html */
export class Consumables {
  readonly #byName = new Map<string, ConsumableSpec & { inUse: number }>();

  /** Adds a resource, or changes it. Units in use stay in use. */
  put(spec: ConsumableSpec): void {
    this.#byName.set(spec.name, { ...spec, inUse: this.inUse(spec.name) });
  }

  /** Jobs that need it wait from now on. */
  remove(name: string): void {
    this.#byName.delete(name);
  }

  /** Units in use; 0 of an unknown resource. */
  inUse(name: string): number {
    return this.#byName.get(name)?.inUse ?? 0;
  }

  /** Whether enough units of each resource are free. False for an unknown resource. */
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
