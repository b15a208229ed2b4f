import type { RegisteredResource, Registration } from "./registration.ts";

/**
 * Pulumi's default provider for a resource without an explicit one. Its inputs are the stack's configuration of the package.
 * Undefined for components and for Pulumi's own types.
 *
 * @param config Key with its namespace → value.
 * @example defaultProvider(bucket, { "aws:region": "eu-west-1" })?.inputs; // { region: "eu-west-1" }
 */
export function defaultProvider(
  { kind, type, urn }: Registration,
  config: Readonly<Record<string, string>>,
): RegisteredResource | undefined {
  const [name = ""] = type.split(":");
  if (kind !== "custom" || name === "pulumi") return undefined;
  const settings = Object.entries(config).flatMap(([key, value]) =>
    key.startsWith(`${name}:`) ? [[key.slice(name.length + 1), value] as const] : [],
  );
  const stack = urn.split("::").slice(0, 2).join("::");
  const inputs = Object.fromEntries(settings);
  return {
    urn: `${stack}::pulumi:providers:${name}::default`,
    type: `pulumi:providers:${name}`,
    name: "default",
    kind: "custom",
    inputs,
    outputs: inputs,
    secretInputs: [],
    dependencies: [],
    propertyDependencies: {},
    options: {},
  };
}
