import type { JudgedResource } from "./rule.ts";

/**
 * Keys of the tags a resource will have: its provider's default ones and its own. Both are read, so that the answer is the same
 * whether or not a provider has completed the inputs before.
 */
export function tagKeys({ props, provider }: JudgedResource<{ readonly tags?: unknown }>): Set<string> {
  const defaults = asMap(provider?.props.defaultTags).tags;
  return new Set([...Object.keys(asMap(defaults)), ...Object.keys(asMap(props.tags))]);
}

/** A map, which a provider's settings hold as JSON text. */
function asMap(value: unknown): Readonly<Record<string, unknown>> {
  const map: unknown = typeof value === "string" ? JSON.parse(value) : value;
  return typeof map === "object" && map !== null ? (map as Readonly<Record<string, unknown>>) : {};
}
