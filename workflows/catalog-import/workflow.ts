import { isDeepStrictEqual } from "node:util";
import { renditionsPrefix } from "../../product-images/keys.ts";
import type { Rendition } from "../../product-images/rendition-formats.ts";
import { renditionMinutes } from "../../product-images/rendition-minutes.ts";
import { perTenant } from "../../workflow-kit/at-deploy/per-tenant.ts";
import { standardMachine } from "../../workflow-kit/at-deploy/standard-machine.ts";
import { minutes, workflow } from "../../workflow-kit/at-deploy/workflow.ts";
import { notices } from "./notices.ts";
import { CatalogImportParams } from "./params.ts";

/** Imports a supplier's catalogue: reads the feed, downloads the images, makes the renditions. */
export const catalogImport = workflow({
  name: "catalog-import",
  params: CatalogImportParams,
  // No aim: each part remembers its images, so another number of parts downloads all of them again.
  chunks: perTenant<CatalogImportParams>({ parts: ({ chunks }) => chunks }),
  stages: {
    fetch: { vcpus: 1, memoryMiB: 512, timeout: minutes(10) },
    download: { vcpus: 1, memoryMiB: 1024, timeout: minutes(60), needs: ["fetch"] },
    rescale: { vcpus: 2, memoryMiB: 4096, timeout: minutes(60), needs: ["download"] },
  },
  // For 10,000 products, each with a new image.
  typicalMinutes: ({ renditions }) => ({
    fetch: 1,
    download: 10,
    rescale: renditionMinutes(10_000, renditions, 2),
  }),
  consequences: (before, after) => [
    ...(before.chunks === after.chunks
      ? []
      : ["the next run downloads every image again: each chunk remembers its own images"]),
    ...(hasAll(before.renditions, after.renditions)
      ? []
      : ["the next run makes the new renditions of every image in the feed"]),
    ...(hasAll(after.renditions, before.renditions) ? [] : ["images in the former sizes and formats stay"]),
  ],
  schedule: { cron: "0 3 * * ? *", timezone: "Europe/Warsaw" },
  results: [{ label: "Images", folder: renditionsPrefix }],
  notices,
  machine: standardMachine,
});

/** Whether every rendition of `wanted` is in `made`. */
function hasAll(made: readonly Rendition[], wanted: readonly Rendition[]): boolean {
  return wanted.every((each) => made.some((other) => isDeepStrictEqual(each, other)));
}
