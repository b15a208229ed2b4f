import { CatalogImportParams } from "../contract/catalog-import.ts";
import { env } from "../contract/env.ts";
import { text } from "../states/index.ts";
import { perTenant } from "./chunking.ts";
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
  schedule: { cron: "0 3 * * ? *", timezone: "Europe/Warsaw" },
  machine: (m, parts) => {
    const { name: execution } = m.context.execution;
    const plan = m.invoke("Plan", parts.metadata, { workflow: parts.workflow, execution, input: m.input });
    m.choose("Anything to do?").when(plan.chunks.eq(0), (then) => then.succeed("Nothing to do", plan));
    const shards = m.map("Each shard", plan.shards, (each, shard) => {
      const outcome = each.batchChain("Import", parts.stages, {
        jobQueue: parts.jobQueue,
        size: shard.size,
        jobName: text`${parts.workflow}-${plan.runId}-${shard.index}`,
        environment: {
          [env.runId]: plan.runId,
          [env.manifest]: plan.manifest,
          [env.shardOffset]: text`${shard.offset}`,
        },
      });
      const { index, offset, size } = shard;
      return { index, offset, size, jobs: outcome.jobs, error: outcome.error };
    });
    const summary = m.invoke("Summarise", parts.summary, {
      workflow: parts.workflow,
      runId: plan.runId,
      execution,
      shards,
    });
    m.choose("All well?")
      .when(summary.succeeded, (then) => then.succeed("Succeeded", summary))
      .otherwise((otherwise) => otherwise.fail("Failed", { error: "RunFailed", cause: summary.reason }));
  },
});
