import type { StageTry } from "../../../contract/records.ts";
import type { ChunkStageView, ChunkView, RunView } from "../../view.ts";
import { statusAt } from "../matrix/cells.ts";

/** The detail of a sample run's chunk: its download was reclaimed once. @param texts Those of a failed stage. */
export function sampleChunk(view: RunView, chunk: number, texts = hostileTexts): ChunkView {
  const { runId, startedAt } = view.run;
  const at = (seconds: number) => new Date(Date.parse(startedAt) + seconds * 1000).toISOString();
  const tenant = view.tenants[view.matrix.tenantOf[chunk]!]!.tenant;
  const command = `--tenant ${tenant} --chunk ${chunk} --stack prod`;
  return {
    ...{ chunk, tenant },
    stages: view.stages.map(({ stage }, place) =>
      stageOf(stage, statusAt(view.matrix, chunk, place), at, texts),
    ),
    commands: [
      { does: "Runs this chunk's stage here", command: `npx batchline reproduce ${runId} ${command}` },
      { does: "Prints its logs", command: `npx batchline logs ${runId} ${command}` },
    ],
  };
}

type At = (seconds: number) => string;

function stageOf(
  stage: string,
  status: ChunkStageView["status"],
  at: At,
  texts: typeof plainTexts,
): ChunkStageView {
  const items = { done: 0, failed: 0, skipped: 0 };
  if (status === "waiting" || status === "notStarted") return { stage, status, items, tries: [] };
  const machine = { instanceType: "c7g.large", spot: true, vcpus: 1, memoryMiB: 2048 };
  const reclaimed: StageTry = {
    ...{ attempt: "a-1", startedAt: at(21), endedAt: at(29), ...machine },
    outcome: "RECLAIMED",
    reason: "Host EC2 (instance i-0a1b2c3d4e) terminated.",
  };
  const began = { attempt: "a-2", startedAt: at(34), ...machine };
  const isOver = status !== "running";
  const outcome = status === "failed" ? "FAILED" : "SUCCEEDED";
  return {
    ...{ stage, status, total: 96, startedAt: at(34), heardAt: at(54) },
    items: status === "failed" ? { done: 41, failed: 2, skipped: 1 } : { ...items, done: 96 },
    ...(isOver && { endedAt: at(55) }),
    ...(status === "failed" && {
      ...failure,
      failures: [
        { item: "https://feeds.example.com/images/4411.jpg", reason: "answered 503; tried 3 times" },
        { item: texts.item, reason: "answered 404" },
      ],
    }),
    tries: [
      ...(stage === "download" ? [reclaimed] : []),
      isOver
        ? {
            ...began,
            endedAt: at(55),
            outcome,
            exitCode: status === "failed" ? 1 : 0,
            cpuSeconds: 14.2,
            peakMiB: 1912,
          }
        : began,
    ],
    logTail: [
      ...Array.from({ length: 24 }, (_, index) => ({
        at: at(35 + index * 0.7),
        line: `GET https://feeds.example.com/images/${4400 + index}.jpg 200 in ${80 + index * 3} ms`,
      })),
      ...(status === "failed" ? [{ at: at(55), line: texts.line }] : []),
    ],
  };
}

/** What a log and a supplier usually say. */
export const plainTexts = {
  line: 'StageError: the feed answered 503 "retry-after: 120"',
  item: "https://feeds.example.com/images/4412.jpg",
};

/** Texts that would do something if the page did not escape them. */
const hostileTexts: typeof plainTexts = {
  line: 'StageError: <img src=x onerror="document.title=1"> & \u202Etxt.exe',
  item: "https://feeds.example.com/<script>document.title=1</script>.jpg",
};

const failure = {
  cause: "the feed answered 503",
  advice: "the supplier's server is overloaded: run it again later",
  where: "workflows/catalog-import/stages/download.ts:48:13",
};
