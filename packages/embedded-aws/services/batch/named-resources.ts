import { accountId } from "../../host/identity/principal.ts";
import { checkName, checkState } from "./checks/client-exception.ts";

/** `T` with its fields `K` set. */
export type With<T, K extends keyof T> = T & { readonly [P in K]-?: NonNullable<T[P]> };

/** The fields of a request that are set. The others leave a resource as it is. */
export function given<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** The name in an ARN; a name itself. */
export function nameIn(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

/** Resources of one kind, by name and by ARN. */
export class NamedResources<T> {
  readonly #arnPrefix: string;
  readonly #byName = new Map<string, T>();

  constructor(region: string, kind: string) {
    this.#arnPrefix = `arn:aws:batch:${region}:${accountId}:${kind}/`;
  }

  arnOf(name: string): string {
    return this.#arnPrefix + name;
  }

  /** The ARN that a request names, or the ARN of the name that it has. */
  arnFor(reference = ""): string {
    return reference.startsWith("arn:") ? reference : this.arnOf(reference);
  }

  /** An ARN of another region, account or kind finds nothing. */
  find(reference: string | undefined): T | undefined {
    const arn = this.arnFor(reference);
    return arn.startsWith(this.#arnPrefix) ? this.#byName.get(arn.slice(this.#arnPrefix.length)) : undefined;
  }

  /** Throws ClientException as Batch does if there is none. */
  get(reference: string | undefined): T {
    const found = this.find(reference);
    checkState(found !== undefined, `${this.arnFor(reference)} does not exist`);
    return found;
  }

  all(): T[] {
    return [...this.#byName.values()];
  }

  remove(name: string): void {
    this.#byName.delete(name);
  }

  /** Returns `name`. Throws ClientException if it is invalid or already used. */
  protected newName(name: string | undefined, kind: string): string {
    const valid = checkName(name, kind);
    checkState(!this.#byName.has(valid), "Object already exists");
    return valid;
  }

  protected add(name: string, resource: T): T {
    this.#byName.set(name, resource);
    return resource;
  }
}
