import { perSourceRun } from "../../workflow-kit/at-deploy/per-tenant.ts";
import { standardMachine } from "../../workflow-kit/at-deploy/standard-machine.ts";
import { minutes, workflow } from "../../workflow-kit/at-deploy/workflow.ts";
import { sitemapsPrefix } from "./keys.ts";
import { SitemapParams } from "./params.ts";

/** Writes the sitemap of a tenant's shop from the products of its latest catalogue import. */
export const sitemap = workflow({
  name: "sitemap",
  params: SitemapParams,
  chunks: perSourceRun<SitemapParams>("catalog-import"),
  stages: {
    "write-sitemap": { vcpus: 1, memoryMiB: 2048, timeout: minutes(30) },
  },
  typicalMinutes: () => ({ "write-sitemap": 1 }),
  // After the imports of the night.
  schedule: { cron: "0 6 * * ? *", timezone: "Europe/Warsaw" },
  results: [{ label: "Sitemaps", folder: sitemapsPrefix }],
  machine: standardMachine,
});
