import * as z from "zod";
import type { DeployedTenant } from "../../contract/tenants.ts";
import { originalsPrefix, renditionsPrefix } from "../../product-images/keys.ts";
import { defaultRenditions, type Rendition, Renditions } from "../../product-images/rendition-formats.ts";
import { renditionMinutes } from "../../product-images/rendition-minutes.ts";
import { perItems } from "../../workflow-kit/at-deploy/per-items.ts";
import { standardMachine } from "../../workflow-kit/at-deploy/standard-machine.ts";
import { minutes, workflow } from "../../workflow-kit/at-deploy/workflow.ts";
import { RescaleImagesParams } from "./params.ts";

/** Makes the renditions of all images of a tenant again, after its sizes or formats have changed. */
export const rescaleImages = workflow({
  name: "rescale-images",
  params: RescaleImagesParams,
  completeParams: (params, tenant) => ({ ...params, renditions: wantedRenditions(params, tenant) }),
  chunks: perItems<RescaleImagesParams>({
    size: 1_000,
    aim: minutes(10),
    prefix: originalsPrefix,
    whyNone: "it has no originals yet: run catalog-import first",
  }),
  stages: {
    "remake-renditions": {
      ...{ vcpus: 2, memoryMiB: 4096, timeout: minutes(60) },
      // A few suppliers send images of a hundred megapixels.
      retry: { outOfMemory: { times: 2, memory: "x2", mostMiB: 16_384 } },
    },
  },
  typicalMinutes: ({ renditions = defaultRenditions }) => ({
    "remake-renditions": renditionMinutes(1_000, renditions, 2),
  }),
  results: [{ label: "Images", folder: renditionsPrefix }],
  machine: standardMachine,
});

const WithRenditions = z.object({ renditions: Renditions });

/** The block's renditions, else the tenant's catalog-import's. */
function wantedRenditions(params: RescaleImagesParams, { workflows }: DeployedTenant): Rendition[] {
  if (params.renditions !== undefined) return params.renditions;
  const imported = WithRenditions.safeParse(workflows["catalog-import"]);
  return imported.success ? imported.data.renditions : defaultRenditions;
}
