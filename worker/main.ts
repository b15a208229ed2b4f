import { exitCode } from "../contract/exit-codes.ts";
import { plannerCommand } from "../contract/plan.ts";
import { describeContainer } from "../workflow-kit/at-run/container.ts";
import { BadConfigError } from "../workflow-kit/at-run/errors.ts";
import { onTermination } from "../workflow-kit/at-run/interruption.ts";
import { openLog } from "../workflow-kit/at-run/log.ts";
import { isMain } from "../workflow-kit/at-run/nodes/node.ts";
import { Progress } from "../workflow-kit/at-run/progress.ts";
import { TenantStore } from "../workflow-kit/at-run/tenant-store/tenant-store.ts";
import { stages } from "../workflows/stages.ts";
import { s3Client, tableClient } from "./clients.ts";
import { readChunk } from "./read-chunk.ts";
import { ChunkRecords } from "./records/chunk-records.ts";
import { progressInterval } from "./records/progress-writer.ts";
import { endingOf, runOnOtherNode, runStage } from "./run-stage.ts";
import { readSettings } from "./settings.ts";
import { tenantCredentials } from "./tenant-credentials.ts";

/** Runs the stage that the job's command names, and gives the process's exit code. */
async function main(name: string | undefined): Promise<number> {
  const signal = onTermination();
  let log = openLog();
  try {
    const load = stages.get(name ?? "");
    if (name === undefined || load === undefined) {
      const known = [...stages.keys()].join(", ");
      throw new BadConfigError(`there is no stage ${name ?? "(none named)"}; this image has: ${known}`);
    }
    const settings = readSettings(process.env);
    const { workflow, runId, egressProxy, node } = settings;
    log = log.child({ workflow, run: runId, stage: name });

    const [stage, container, { chunk, chunksInRun }] = await Promise.all([
      load(),
      describeContainer(settings.metadataUri),
      readChunk(s3Client(), settings.platformBucket, settings.manifest, settings.position),
    ]);
    log = log.child({
      tenant: chunk.tenant,
      chunk: chunk.index,
      ...(node === undefined ? {} : { node: node.index }),
    });

    const session = `${chunk.tenant}-${chunk.index}-${name}`;
    const tenantS3 = s3Client(tenantCredentials(settings.tenantRole, chunk.tenant, session));
    const { logGroup, logStream } = container;
    const records = new ChunkRecords(tableClient(), settings.table, {
      runId,
      tenant: chunk.tenant,
      chunk: chunk.index,
      stage: name,
      ...(logGroup === undefined ? {} : { logGroup }),
      ...(logStream === undefined ? {} : { logStream }),
      ...(settings.jobId === undefined ? {} : { jobId: settings.jobId }),
    });
    const store = new TenantStore(tenantS3, chunk.data);
    const progress = new Progress();
    const context = { workflow, runId, chunk, store, egressProxy, progress, container, node, signal, log };
    if (node !== undefined && !isMain(node)) return await runOnOtherNode(stage, context);
    return await runStage(name, stage, context, records, progressInterval(chunksInRun));
  } catch (error) {
    return signal.aborted ? exitCode.tryAgain : endingOf(error, log).exitCode;
  }
}

const [, , command] = process.argv;
if (command === plannerCommand) {
  // A bundle of its own beside this one: stages have nothing to do with planning, and must not wait for its code.
  await import(new URL("planner.mjs", import.meta.url).href);
} else {
  // Connections that are kept alive, and renditions under way after an interruption, must not hold up the exit.
  process.exit(await main(command));
}
