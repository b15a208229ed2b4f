import type { ChunkRecord, StageTry } from "../../contract/records.ts";
import { type TimelineView, type TryKind, tryKindCodes } from "../view.ts";
import { concurrencyOf, type Interval } from "./concurrency.ts";
import { type RunFacts, startOf } from "./run-facts.ts";

/** A try in the timeline. Times are in milliseconds since the run's start. */
interface Bar extends Interval {
  readonly chunk: number;
  readonly stage: number;
  readonly kind: TryKind;
  readonly isOpen: boolean;
}

/**
 * Every try of every stage, by its start.
 * @param ceiling The most vCPUs that the run's compute environments have together, if it is known.
 */
export function timelineOf(facts: RunFacts, ceiling?: number): TimelineView {
  const { run, stages, chunks, readAt } = facts;
  const start = startOf(facts);
  const untilMs = Math.max(
    0,
    (run?.endedAt === undefined ? readAt.getTime() : Date.parse(run.endedAt)) - start,
  );
  const place = new Map(stages.map((stage, index) => [stage, index]));
  const bars = chunks
    .flatMap((record): Bar[] => {
      const stage = place.get(record.stage);
      if (stage === undefined) return [];
      return triesOf(record).map((one) => {
        const isOpen = one.endedAt === undefined && one.outcome === undefined && run?.endedAt === undefined;
        return {
          ...{ chunk: record.chunk, stage, isOpen, vcpus: one.vcpus ?? 0 },
          startMs: Date.parse(one.startedAt) - start,
          endMs: one.endedAt === undefined ? untilMs : Date.parse(one.endedAt) - start,
          kind: one.outcome ?? (isOpen ? "RUNNING" : "KILLED"),
        };
      });
    })
    .sort((a, b) => a.startMs - b.startMs);
  return {
    chunk: bars.map(({ chunk }) => chunk),
    stage: bars.map(({ stage }) => stage),
    startMs: bars.map(({ startMs }) => startMs),
    endMs: bars.map(({ endMs, isOpen }) => (isOpen ? -1 : endMs)),
    kinds: bars.map(({ kind }) => tryKindCodes[kind]).join(""),
    untilMs: bars.reduce((last, { endMs }) => Math.max(last, endMs), untilMs),
    concurrency: { ...concurrencyOf(bars), ...(ceiling !== undefined && { ceiling }) },
  };
}

/** The tries of a record. Records of earlier versions have none, but the last one's times. */
export function triesOf(record: ChunkRecord): readonly StageTry[] {
  const { tries, status, startedAt, endedAt, attempt = "", logStream, error } = record;
  if (tries !== undefined) return tries.map((one, at) => closed(one, tries[at + 1]));
  if (status === "NOT_STARTED") return [];
  return [
    {
      ...{ attempt, startedAt },
      ...(endedAt !== undefined && { endedAt }),
      ...(status !== "RUNNING" && { outcome: status }),
      ...(logStream !== undefined && { logStream }),
      ...(error !== undefined && { reason: error }),
    },
  ];
}

/** A try before another one has ended, although its container could not say so. */
function closed(one: StageTry, next: StageTry | undefined): StageTry {
  if (next === undefined || one.endedAt !== undefined) return one;
  return { ...one, endedAt: next.startedAt, outcome: one.outcome ?? "KILLED" };
}
