import { must } from "@batchline/diagnostics";
import type { Registration } from "../registrations/registration.ts";
import { stackType } from "../registrations/urn.ts";
import type { StateResource } from "../state/state-resource.ts";
import { isDefaultProvider } from "./default-providers.ts";

/** What a program and its remote components have registered. */
export class RegisteredResources {
  readonly #byUrn = new Map<string, StateResource>();
  readonly #others: (urn: string) => StateResource | undefined;

  /** `others`: resources that outputs may refer to, though the program does not register them. @default none */
  constructor(others: (urn: string) => StateResource | undefined = () => undefined) {
    this.#others = others;
  }

  /** Throws if another resource has the URN. */
  claim(given: Registration): void {
    const { urn } = given;
    if (this.#byUrn.has(urn)) throw new Error(`another resource has the same URN ${urn}; rename one`);
    this.#byUrn.set(urn, { ...given, outputs: {}, secretOutputs: [] });
  }

  set(resource: StateResource): void {
    this.#byUrn.set(resource.urn, resource);
  }

  get(urn: string): StateResource {
    return must(this.#byUrn.get(urn) ?? this.#others(urn), `the program registered ${urn}`);
  }

  get byUrn(): ReadonlyMap<string, StateResource> {
    return this.#byUrn;
  }

  /** In the order of registration. The program knows nothing of default providers. */
  get all(): readonly StateResource[] {
    return [...this.#byUrn.values()].map(withoutDefaultProvider);
  }

  /** The program's exports: outputs of the stack. */
  get exports(): Pick<StateResource, "outputs" | "secretOutputs"> {
    const stack = [...this.#byUrn.values()].find(({ type }) => type === stackType);
    const { outputs = {}, secretOutputs = [] } = stack ?? {};
    return { outputs, secretOutputs };
  }

  /** One of the resources has no id yet. */
  awaitsCreation(urns: readonly string[]): boolean {
    const resources = urns.flatMap((urn) => this.#byUrn.get(urn) ?? []);
    return resources.some(({ kind, id }) => kind === "custom" && id === undefined);
  }
}

export function withoutDefaultProvider<T extends Registration>(resource: T): T {
  const { provider, ...others } = resource;
  if (provider === undefined || !isDefaultProvider(provider)) return resource;
  return others as T;
}
