import type { RegisteredResource, Registration } from "./registration.ts";

/**
 * The provider that Pulumi makes for resources of a package without an explicit one: its settings are what the stack's configuration
 * says under the package's name, as text. Undefined for components and what belongs to no package.
 *
 * @param config Every key with its namespace → its value.
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
