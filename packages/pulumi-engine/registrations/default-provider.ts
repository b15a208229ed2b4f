import { type RegisteredResource, type Registration, withoutOptions } from "./registration.ts";

/**
 * Pulumi's default provider for a resource without an explicit one. Its inputs are the stack's configuration of the
 * package. Undefined for components and for Pulumi's own types.
 * @param config Key with its namespace → value.
 * @example defaultProvider(bucket, { "aws:region": "eu-west-1" })?.inputs; // { region: "eu-west-1" }
 */
export function defaultProvider(
  { kind, type, urn }: Registration,
  config: Readonly<Record<string, string>>,
): RegisteredResource | undefined {
  const [name = ""] = type.split(":");
  if (kind !== "custom" || name === "pulumi") return undefined;
  const settings = Object.entries(config).filter(([key]) => key.startsWith(`${name}:`));
  const inputs = Object.fromEntries(settings.map(([key, value]) => [key.slice(name.length + 1), value]));
  const stack = urn.split("::").slice(0, 2).join("::");
  return {
    urn: `${stack}::pulumi:providers:${name}::default`,
    type: `pulumi:providers:${name}`,
    ...{ name: "default", kind: "custom", inputs, outputs: inputs },
    ...withoutOptions,
  };
}
