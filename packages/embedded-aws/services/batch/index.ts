import { join } from "node:path";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { ecr } from "../ecr/index.ts";
import { events } from "../events/index.ts";
import { logs } from "../logs/index.ts";
import { secretsManager } from "../secrets-manager/index.ts";
import { Batch } from "./batch.ts";
import { cloudControl } from "./cloud-control-resources.ts";
import { EndedJobs } from "./jobs/ended-jobs.ts";
import { batchService } from "./operations.ts";
import { resources } from "./pulumi-resources.ts";
import { calls } from "./step-functions-calls.ts";

/** Batch: containers are processes. */
export const batch: EmbeddedService<"batch", Batch> = {
  name: "batch",
  async start(host) {
    const batch = new Batch({
      ...host,
      dir: join(host.dir, "batch"),
      ended: new EndedJobs(join(host.dir, "batch", "ended.jsonl"), host.clock),
      logs: host.of(logs),
      images: host.of(ecr),
      secrets: host.of(secretsManager),
    });
    // https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html
    batch.onJobStateChange((job) =>
      host.of(events).emit({
        source: "aws.batch",
        detailType: "Batch Job State Change",
        resources: job.jobArn === undefined ? [] : [job.jobArn],
        detail: job,
      }),
    );
    await batch.restoreEnded();
    return batch;
  },
  wire: batchService,
  resources: { ...resources, ...cloudControl },
  calls,
  endWork: (batch) => batch.stop(),
};
