import { mkdirSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { isRecord } from "@batchline/diagnostics";
import type { ChunkRecord, RunRecord } from "../../contract/records.ts";
import { logsOf } from "../../runs/logs/stage-log.ts";

/** Below a session's folder: readable names, and the embedded CloudWatch Logs' own files. */
const logsFolder = "logs";
const streamsFolder = "cloudwatch";

/** A container that was taken over may write any name into its own record. */
const plainName = /^(?!.*\.\.)[\w@$=./-]+$/;

/**
 * Returns a function that gives the logs that records name a readable name, also while their containers run:
 * `logs/<workflow>/<run>/<tenant>/<chunk>-<stage>-<attempt>.log`.
 * @param session The folder of the embedded AWS.
 */
export function logLinks(session: string) {
  const known = new Set<string>();
  return ({ workflow, runId }: Pick<RunRecord, "workflow" | "runId">, records: readonly ChunkRecord[]) => {
    for (const log of records.flatMap(logsOf)) {
      const { tenant, chunk, stage, attempt, group, stream } = log;
      const isPlain = [tenant, group, stream].every((name) => plainName.test(name));
      if (known.has(`${group} ${stream}`) || !isPlain || tenant.includes("/")) continue;
      known.add(`${group} ${stream}`);
      const folder = join(session, logsFolder, workflow, runId, tenant);
      mkdirSync(folder, { recursive: true });
      const file = relative(folder, join(session, streamsFolder, group, `${stream}.log`));
      linkOnce(file, join(folder, `${chunk}-${stage}-${attempt}.log`));
    }
  };
}

function linkOnce(file: string, link: string): void {
  try {
    symlinkSync(file, link, "file");
  } catch (cause) {
    if (!isRecord(cause) || cause.code !== "EEXIST") throw cause;
  }
}
