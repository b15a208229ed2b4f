import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { type ProviderServer, programPlace, serveProvider } from "@batchline/pulumi-engine";
import type { EmbeddedAws } from "../host/start.ts";
import { AwsProvider } from "./aws-provider.ts";
import { awsFunctions, refusingOthers } from "./functions.ts";

/** Pulumi's name of a package → the npm package of its SDK. */
const sdks = { aws: "@pulumi/aws", awsx: "@pulumi/awsx", time: "@pulumiverse/time" } as const;

export interface ServeOptions {
  /** The folder with Pulumi.yaml. The program's SDKs are found from here. */
  readonly root: string;
  /** Receives warnings about differences from AWS. */
  readonly onWarning?: (message: string) => void;
}

export interface ServedProviders {
  /** For the `pulumi` command: it attaches to the servers instead of starting plugins. */
  readonly environment: { readonly PULUMI_DEBUG_PROVIDERS: string };
  stop(): void;
}

/**
 * Serves the resources of the embedded AWS to Pulumi's own engine, as the packages `aws`, `awsx` and `time`. A package is served if
 * the project has its SDK, in the SDK's version. Any number of `pulumi` commands may use them.
 * @example
 * const providers = await serveProviders(aws, { root: "." });
 * spawn("pulumi", ["up"], { env: { ...process.env, ...aws.environment, ...providers.environment } });
 */
export async function serveProviders(
  { region, running, record }: Pick<EmbeddedAws, "region" | "running" | "record">,
  options: ServeOptions,
): Promise<ServedProviders> {
  const root = resolve(options.root);
  const provider = new AwsProvider({
    ...{ region, root: (await programPlace(root)).folder, running, record, services: running.services },
    warn: ({ type, name }, message) => options.onWarning?.(`${type} "${name}": ${message}`),
  });
  const functions = refusingOthers(awsFunctions({ region }));
  const servers: (readonly [name: string, server: ProviderServer])[] = [];
  for (const [name, sdk] of Object.entries(sdks)) {
    const version = versionOf(sdk, root);
    if (version === undefined) continue;
    const checkConfig = (config: { readonly region?: unknown }) => regionFailures(config.region, region);
    servers.push([name, await serveProvider({ name, version, provider, functions, checkConfig })]);
  }
  const ports = servers.map(([name, { port }]) => `${name}:${port}`);
  return {
    environment: { PULUMI_DEBUG_PROVIDERS: ports.join(",") },
    stop: () => {
      for (const [, server] of servers) server.stop();
    },
  };
}

/** The version of an npm package that the project has. */
function versionOf(name: string, root: string): string | undefined {
  const require = createRequire(join(root, "package.json"));
  try {
    const { version }: { version: string } = require(`${name}/package.json`);
    return version.replace(/^v/, "");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "MODULE_NOT_FOUND") return undefined;
    throw cause;
  }
}

function regionFailures(configured: unknown, region: string) {
  if (typeof configured !== "string" || configured === region) return [];
  const reason = `the embedded AWS is in ${region}, not in ${configured}. Start it with the region of this stack`;
  return [{ property: "region", reason }];
}
