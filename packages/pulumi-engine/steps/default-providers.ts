import { type Registration, withoutOptions } from "../registrations/registration.ts";

const defaultProvider = /::pulumi:providers:\w+::default/;

/** The URN, or a reference to it, belongs to a provider that no program registers. Pulumi hides them too. */
export function isDefaultProvider(urn: string): boolean {
  return defaultProvider.test(urn);
}

/** A resource, or a called function with its token as the type and the URN of the stack. */
export type DefaultProviderOf = Pick<Registration, "type" | "urn" | "version" | "pluginDownloadUrl">;

/**
 * The default provider that Pulumi's engine registers for a resource or function without an explicit one. Its inputs are the configuration of
 * the package. Its name: DefaultName of
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/providers/provider.go
 * @param config Key with its namespace → value.
 */
export function defaultProviderFor(
  { type, urn, version, pluginDownloadUrl }: DefaultProviderOf,
  config: Readonly<Record<string, string>>,
): Registration {
  const packageName = type.split(":", 1)[0] ?? type;
  // The engine's own provider takes no configuration: `pulumi:…` configures the engine.
  const ofPackage = packageName === "pulumi" ? [] : Object.entries(config);
  const settings = ofPackage.filter(([key]) => key.startsWith(`${packageName}:`));
  const inputs = Object.fromEntries(
    settings.map(([key, value]) => [key.slice(packageName.length + 1), value]),
  );
  const name = ["default", version?.replace(/[.+-]/g, "_"), pluginDownloadUrl && asName(pluginDownloadUrl)]
    .filter((part) => part !== undefined && part !== "")
    .join("_");
  const stack = urn.split("::").slice(0, 2).join("::");
  const providerType = `pulumi:providers:${packageName}`;
  return {
    ...withoutOptions,
    ...{ urn: `${stack}::${providerType}::${name}`, type: providerType, name, kind: "custom", inputs },
    ...(version === undefined ? {} : { version }),
    ...(pluginDownloadUrl === undefined ? {} : { pluginDownloadUrl }),
  };
}

/** Pulumi's IntoQName: parts between slashes, each of letters, digits, `_`, `.` and `-`. */
function asName(url: string): string {
  return url
    .split("/")
    .map((part) => part.replace(/[^\w.-]/g, "_"))
    .filter((part) => part !== "")
    .join("/");
}

/** What the state keeps as inputs of a provider, explicit or default. */
export function providerInputs({
  type,
  inputs,
  version,
  pluginDownloadUrl,
}: Registration): Registration["inputs"] {
  if (type === "pulumi:providers:pulumi") return inputs;
  return {
    ...inputs,
    __internal: pluginDownloadUrl === undefined ? {} : { pluginDownloadURL: pluginDownloadUrl },
    ...(version === undefined ? {} : { version }),
  };
}
