import { CatalogImportParams } from "../contract/catalog-import.ts";
import { perTenant } from "./chunking.ts";
import { renditionMinutes } from "./rendition-minutes.ts";
import { standardMachine } from "./standard-machine.ts";
import { minutes, workflow } from "./workflow.ts";

/** Takes a supplier's catalogue in: reads the feed, fetches the images, makes the renditions. */
export const catalogImport = workflow({
  name: "catalog-import",
  params: CatalogImportParams,
  chunks: perTenant<CatalogImportParams>({ parts: ({ chunks }) => chunks }),
  stages: {
    fetch: { vcpus: 1, memoryMiB: 512, timeout: minutes(10) },
    download: { vcpus: 1, memoryMiB: 1024, timeout: minutes(60), needs: ["fetch"] },
    rescale: { vcpus: 2, memoryMiB: 4096, timeout: minutes(60), needs: ["download"] },
  },
  // For 10,000 products, each with an image that is new.
  typicalMinutes: ({ renditions }) => ({
    fetch: 1,
    download: 10,
    rescale: renditionMinutes(10_000, renditions, 2),
  }),
  schedule: { cron: "0 3 * * ? *", timezone: "Europe/Warsaw" },
  machine: standardMachine,
});
