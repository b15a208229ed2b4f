import { isDeepStrictEqual } from "node:util";
import type { PropertyMap, Provider } from "@batchline/pulumi-engine";
import { standInProvider } from "./stand-in-provider.ts";

/** An account over several deployments: a launch template whose inputs changed since the last one has a new version. */
export function standInAccount(): Provider {
  const templates = new Map<string, { inputs: PropertyMap; version: number }>();
  return {
    create: async (resource) => {
      const created = await standInProvider.create(resource);
      if (created === undefined || !resource.type.endsWith(":LaunchTemplate")) return created;
      const known = templates.get(resource.urn) ?? { inputs: resource.inputs, version: 1 };
      const version = isDeepStrictEqual(known.inputs, resource.inputs) ? known.version : known.version + 1;
      templates.set(resource.urn, { inputs: resource.inputs, version });
      return { ...created, outputs: { ...created.outputs, latestVersion: version } };
    },
  };
}
