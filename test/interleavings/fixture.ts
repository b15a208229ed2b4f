import { z } from "zod";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { PlannedWorkflow } from "../../handlers/plan/planned-workflow.ts";
import { BadDataError, InterruptedError, TryAgainError } from "../../workflow-kit/at-run/errors.ts";
import type { Stage, StagesByWorkflow } from "../../workflow-kit/at-run/stage.ts";
import { inputKey, outputKey } from "../../workflow-kit/at-run/stage-outputs.ts";

const Params = z.strictObject({
  chunks: z.int().min(1),
  /** The stage that refuses the tenant's data. @default none */
  refusedBy: z.string().optional(),
  /** The stage whose first attempt at each chunk fails. @default none */
  failsOnceIn: z.string().optional(),
});

/** Of all releases, in their order. */
export const stageNames = ["fetch", "download", "rescale", "label"] as const;
export type StageName = (typeof stageNames)[number];

const graph = { fetch: {}, download: { needs: ["fetch"] }, rescale: { needs: ["download"] } };

/** A workflow of three stages, in which each passes lines on and adds its name to them. */
export const pipeline: PlannedWorkflow = {
  name: "pipeline",
  params: Params,
  stages: graph,
  schedule: { cron: "0 2 * * ? *", timezone: "Etc/UTC" },
  chunks: {
    chunksOf(_, params) {
      const { chunks } = Params.parse(params);
      return Array.from({ length: chunks }, (_, part) => ({ part, parts: chunks }));
    },
  },
};

/** What is deployed one after the other: as it is at first, with a stage more, with one less. */
export const releases: readonly PlannedWorkflow[] = [
  pipeline,
  { ...pipeline, stages: { ...graph, label: { needs: ["rescale"] } } },
  { ...pipeline, stages: { fetch: {}, download: { needs: ["fetch"] } } },
];

const tenant = (id: string, params: z.output<typeof Params>): DeployedTenant => ({
  ...{ id, name: id, weight: 1, data: { bucket: "data", prefix: `tenants/${id}/` } },
  workflows: { pipeline: params },
});

/** One whose chunks all succeed, one that needs another attempt, and one whose data is refused. */
export const tenants: readonly DeployedTenant[] = [
  tenant("acme", { chunks: 2 }),
  tenant("bolt", { chunks: 1, failsOnceIn: "download" }),
  tenant("cafe", { chunks: 1, refusedBy: "download" }),
];

/** The name of the file that each stage writes. */
export const outputName = "lines.ndjson";

/** What a stage's file has, whenever and however often it runs. */
export function linesOf(tenant: string, part: number, stage: StageName): readonly string[] {
  const before = stageNames.slice(0, stageNames.indexOf(stage) + 1).join(" ");
  return Array.from({ length: part + 2 }, (_, line) => `${tenant} ${part} ${line}: ${before}`);
}

/** The stages' code. `failed` remembers which chunks have failed once. */
export function pipelineStages(failed = new Set<string>()): StagesByWorkflow {
  const stageOf =
    (name: StageName): Stage =>
    async (context) => {
      const { chunk, progress, signal, store } = context;
      const { tenant, part } = chunk;
      const params = Params.parse(chunk.params);
      const before = stageNames[stageNames.indexOf(name) - 1];
      let lines: string[] = Array.from({ length: part + 2 }, (_, line) => `${tenant} ${part} ${line}:`);
      if (before !== undefined) {
        lines = [];
        const key = await inputKey(context, { stage: before, name: outputName });
        for await (const line of store.lines(key)) lines.push(String(line));
      }
      if (params.refusedBy === name) throw new BadDataError(`${tenant}'s data is refused`);
      const id = `${name} ${tenant} ${part}`;
      if (params.failsOnceIn === name && !failed.has(id)) {
        failed.add(id);
        throw new TryAgainError(`${tenant}'s supplier is busy`);
      }
      for (const _ of lines) progress.done();
      await store.putLines(
        outputKey(context, outputName),
        lines.map((line) => `${line} ${name}`),
      );
      if (signal.aborted) throw new InterruptedError();
      return { items: "lines", maxItemFailures: 0 };
    };
  const stages = Object.fromEntries(stageNames.map((name) => [name, async () => stageOf(name)]));
  return { pipeline: async () => ({ stages }) };
}
