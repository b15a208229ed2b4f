import { type Registration, withoutOptions } from "../registrations/registration.ts";

const defaultProvider = /::pulumi:providers:\w+::default/;

/** The URN, or a reference to it, belongs to a provider that no program registers. Pulumi hides them too. */
export function isDefaultProvider(urn: string): boolean {
  return defaultProvider.test(urn);
}

/**
 * The default provider that Pulumi's engine registers for a resource without an explicit one. Its inputs are the configuration of
 * the package. Its name: DefaultName of
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/providers/provider.go
 * @param config Key with its namespace → value.
 */
export function defaultProviderFor(
  { type, urn, version, pluginDownloadUrl }: Registration,
  config: Readonly<Record<string, string>>,
): Registration {
  const packageName = type.split(":", 1)[0] ?? type;
  const settings = Object.entries(config).filter(([key]) => key.startsWith(`${packageName}:`));
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
export function providerInputs({ inputs, version, pluginDownloadUrl }: Registration): Registration["inputs"] {
  return {
    ...inputs,
    __internal: pluginDownloadUrl === undefined ? {} : { pluginDownloadURL: pluginDownloadUrl },
    ...(version === undefined ? {} : { version }),
  };
}
