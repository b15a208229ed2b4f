import type { PropertyMap, Registration } from "@batchline/pulumi-engine";
import { textOf } from "./inputs.ts";
import { type Naming, nameInput } from "./naming.ts";
import type { ResourceRecord } from "./resource-record.ts";

/** Names of resources that exist or are being created. AWS refuses a second resource of the name. */
export class TakenNames {
  readonly #record: ResourceRecord | undefined;
  readonly #creating = new Set<string>();

  constructor(record: ResourceRecord | undefined) {
    this.#record = record;
  }

  /** Runs `create`, during which the resource's name is taken. Throws AWS's error if it is taken already. */
  async during<T>(
    { type, inputs }: Registration,
    naming: Naming | undefined,
    create: () => Promise<T>,
  ): Promise<T> {
    const name = naming && textOf(inputs[nameInput(naming)]);
    if (naming?.taken === undefined || name === undefined) return create();
    const place = placeOf(type, inputs, naming);
    const others = this.#record?.all().filter((existing) => existing.type === type) ?? [];
    const isTaken = others.some(({ outputs }) => placeOf(type, outputs, naming) === place);
    if (isTaken || this.#creating.has(place)) throw naming.taken(name, inputs);
    this.#creating.add(place);
    try {
      return await create();
    } finally {
      this.#creating.delete(place);
    }
  }
}

/** Type, name, and where the name is unique. */
function placeOf(type: string, properties: PropertyMap, naming: Naming): string {
  return JSON.stringify([type, properties[nameInput(naming)], naming.uniqueWithin?.(properties)]);
}
