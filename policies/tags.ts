import type { JudgedResource } from "./rule.ts";

/**
 * Keys of the tags a resource will have: its provider's default ones and its own. The AWS provider adds its default tags
 * to the inputs before Pulumi's own engine asks policies; where a program runs without the provider they are only in the
 * provider's settings. So both are read, and the answer is the same.
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
