import type { Cause, RunCauses } from "../../../contract/causes.ts";
import { chunkStatusCodes, type RunView, type StageView, type TenantRow } from "../../view.ts";
import { countStatuses } from "../matrix/cells.ts";
import { chunkStatuses } from "../status/status.ts";
import { type Simulation, simulateChunks } from "./simulated-chunks.ts";

const stageNames = ["fetch", "download", "rescale"];
const startedAt = "2026-11-28T03:00:00.000Z";

export interface SampleRun {
  /** @default 4 tenants with a few chunks */
  readonly tenants?: Simulation["tenants"];
  readonly room?: number;
  /** The run is still under way: seen at this share of its length. */
  readonly seenAt?: number;
  readonly svg?: string;
  /** @default some of ember-toys, in download */
  readonly fails?: Simulation["fails"];
}

const someTenants = [
  { tenant: "acme-outdoor", chunks: 14 },
  { tenant: "bolt-bikes", chunks: 9 },
  { tenant: "cedar-furniture", chunks: 22 },
  { tenant: "ember-toys", chunks: 12 },
];

const someFail: Simulation["fails"] = (tenant, chunk, stage) =>
  tenant === "ember-toys" && stage === 1 && chunk % 3 === 0;

/** A run of the catalogue import, as its page gets it. */
export function sampleRun(sample: SampleRun = {}): RunView {
  const { tenants = someTenants, room = 16, seenAt, fails = someFail, svg } = sample;
  const { matrix, timeline } = simulateChunks({
    ...{ tenants, stages: stageNames.length, room, fails },
    ...(seenAt !== undefined && { seenAt }),
  });
  const readAt = new Date(Date.parse(startedAt) + timeline.untilMs).toISOString();
  const rows = tenants.map((tenant, place) => tenantRow(tenant, place, matrix, seenAt !== undefined));
  const skipped: TenantRow = {
    ...{ tenant: "dune-lamps", status: "SKIPPED", chunks: 0, chunksDone: 0, chunksFailed: 0 },
    ...{
      items: { done: 0, failed: 0, skipped: 0 },
      reason: "It succeeded 2 h ago; skipIfSucceededWithin is 12 h.",
    },
  };
  const failed = rows.filter(({ status }) => status === "FAILED");
  const chunksFailed = rows.reduce((sum, row) => sum + row.chunksFailed, 0);
  const runId = "20261128T030000-4f2a";
  const isOver = seenAt === undefined;
  const status = !isOver ? "RUNNING" : failed.length > 0 ? "FAILED" : "SUCCEEDED";
  return {
    run: {
      ...{ workflow: "catalog-import", runId, status, startedAt, chunks: matrix.chunks, chunksFailed },
      ...(isOver && {
        endedAt: readAt,
        tenants: { succeeded: rows.length - failed.length, failed: failed.length, skipped: 1 },
        estimatedUsd: matrix.chunks * 0.00041,
      }),
      ...(status === "FAILED" && {
        reason: `${failed.length} of ${rows.length} tenants failed: ${failed
          .map(({ tenant }) => tenant)
          .slice(0, 3)
          .join(", ")}.`,
      }),
    },
    readAt,
    stages: stageNames.map((stage, place) => stageView(stage, place, matrix, isOver, readAt)),
    tenants: [...rows, skipped],
    notices: [
      {
        level: "warning",
        sentence: "3 chunks of rescale ran out of 2,048 MiB and succeeded with 4,096 MiB.",
        command: "npx batchline sizes catalog-import",
      },
    ],
    ...{ matrix, timeline },
    ...(svg !== undefined && {
      machine: {
        svg,
        states: {
          Plan: { status: "succeeded", entered: 1 },
          "Anything to do?": { status: "succeeded", entered: 1 },
          "Each shard": { status: isOver ? "succeeded" : "current", entered: 1 },
          ...(isOver && {
            Summarise: { status: "succeeded", entered: 1 },
            "All well?": { status: "succeeded", entered: 1 },
            Failed: { status: "failed", entered: 1 },
          }),
        },
      },
    }),
    actions: {
      rerun: isOver
        ? {
            can: true,
            will: `Runs ${chunksFailed} unfinished chunks of ${failed.length} tenants, from download on. Nothing done is done again.`,
          }
        : { can: false, why: "The run is under way." },
      stop: isOver
        ? { can: false, why: "The run has ended." }
        : { can: true, will: "Ends all jobs of the run, closes its records and frees the workflow." },
    },
    commands: [
      { does: "Says why it failed", command: `npx batchline why ${runId} --stack prod` },
      { does: "Prints its logs", command: `npx batchline logs ${runId} --stack prod` },
    ],
  };
}

type Matrix = RunView["matrix"];

function tenantRow(
  { tenant, chunks }: Simulation["tenants"][number],
  place: number,
  matrix: Matrix,
  isUnderWay: boolean,
): TenantRow {
  const own = [...matrix.tenantOf.keys()].filter((chunk) => matrix.tenantOf[chunk] === place);
  const last = matrix.columns[matrix.columns.length - 1]!;
  const chunksDone = own.filter((chunk) => last[chunk] === "s").length;
  const chunksFailed = own.filter((chunk) => matrix.columns.some((column) => column[chunk] === "f")).length;
  const isDone = chunksDone + chunksFailed === chunks;
  return {
    ...{ tenant, chunks, chunksDone, chunksFailed },
    status: !isDone && isUnderWay ? "RUNNING" : chunksFailed > 0 ? "FAILED" : "SUCCEEDED",
    items: { done: chunksDone * 96, failed: chunksFailed * 2, skipped: 0 },
    workSeconds: chunksDone * 31,
    ...(chunksFailed > 0 && {
      reason: `${chunksFailed} of ${chunks} chunks failed. The first, in download: the feed answered 503.`,
    }),
  };
}

function stageView(stage: string, place: number, matrix: Matrix, isOver: boolean, readAt: string): StageView {
  const counts = countStatuses({ ...matrix, columns: [matrix.columns[place]!] });
  const done = counts.get("succeeded") ?? 0;
  const containers = matrix.chunks - (counts.get("waiting") ?? 0) - (counts.get("notStarted") ?? 0);
  return {
    ...{ stage, needs: place === 0 ? [] : [stageNames[place - 1]!] },
    counts: Object.fromEntries(
      chunkStatuses.map(({ name }) => [name, counts.get(name) ?? 0]),
    ) as StageView["counts"],
    ...{
      items: { done: done * 96, failed: 0, skipped: 0 },
      total: containers * 96,
      vcpus: 1,
      memoryMiB: 2048,
    },
    heardAt: new Date(Date.parse(readAt) - 4000).toISOString(),
    ...(isOver && {
      usage: {
        ...{
          containers,
          seconds: containers * 11,
          longestSeconds: 31,
          cpuSeconds: containers * 7,
          peakMiB: 611 + place * 500,
        },
        vcpuSeconds: { spot: containers * 11, onDemand: 0, unknown: 0 },
        ...{ families: {}, gibSeconds: containers * 22 },
        ...{ tries: containers + Object.keys(matrix.tries[place]!).length, outOfMemory: 0 },
        reclaimed: Object.keys(matrix.tries[place]!).length,
      },
    }),
  };
}

/** The causes of a sample run. */
export function sampleCauses({ run, matrix, tenants }: RunView): RunCauses {
  const failed = [...matrix.tenantOf.keys()].filter((chunk) =>
    matrix.columns.some((column) => column[chunk] === chunkStatusCodes.failed),
  );
  const names = tenants.filter(({ chunksFailed }) => chunksFailed > 0).map(({ tenant }) => tenant);
  const { workflow, runId, status } = run;
  const first = failed[0];
  const command = `npx batchline rerun ${runId} --stack prod`;
  const cause = (chunk: number): Cause => ({
    ...{
      key: "503",
      kind: "stage",
      effect: "failed",
      sentence: "the feed answered 503",
      command,
      stage: "download",
    },
    help: "the supplier's server is overloaded: run these chunks again later",
    where: "workflows/catalog-import/stages/download.ts:48:13",
    ...{ tenants: names, chunks: failed.length },
    example: {
      ...{ tenant: tenants[matrix.tenantOf[chunk]!]!.tenant, chunk, stage: "download" },
      logTail: [
        "downloading 96 images, 8 at a time",
        "GET https://feeds.ember-toys.example/images/4411.jpg answered 503; tried 3 times",
        'StageError: <b>the feed answered 503</b> & "retry-after: 120"',
        "    at downloadImage (workflows/catalog-import/stages/download.ts:48:13)",
      ],
    },
  });
  return {
    ...{ workflow, runId, unknown: [] },
    status: status === "RUNNING" || status === "SUCCEEDED" ? status : "FAILED",
    headline: `${names.length} of ${tenants.length} tenants failed, for one cause`,
    causes: first === undefined ? [] : [cause(first)],
  };
}
