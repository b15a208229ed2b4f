import type { Registration } from "./registration.ts";

/** What `byUrn` has for the explicit provider of a resource, which refers to it as `<URN>::<id>`. */
export function providerOf<T>({ provider }: Registration, byUrn: ReadonlyMap<string, T>): T | undefined {
  return provider === undefined ? undefined : byUrn.get(provider.slice(0, provider.lastIndexOf("::")));
}
