import type { TimelineView } from "../../view/matrix.ts";

/** Chains side by side: chains in one lane never overlap. */
export interface Lanes {
  /** The lane of each try. */
  readonly laneOf: readonly number[];
  readonly count: number;
  /** Per chunk of the tries, from its first start to its last end. */
  readonly chains: readonly Chain[];
}

/** A chunk's way through its stages. */
export interface Chain {
  readonly chunk: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly lane: number;
}

/** A try's end, or the end of the axis while it runs. */
export const endOf = (timeline: TimelineView, at: number) =>
  timeline.endMs[at]! < 0 ? timeline.untilMs : timeline.endMs[at]!;

/** Packs the chains: a chain takes a lane when it starts, and the next chain may have it after its last end. */
export function packChains(timeline: TimelineView): Lanes {
  const spans = new Map<number, { chunk: number; startMs: number; endMs: number }>();
  for (const [at, chunk] of timeline.chunk.entries()) {
    const startMs = timeline.startMs[at]!;
    const span = spans.get(chunk) ?? { chunk, startMs, endMs: startMs };
    span.startMs = Math.min(span.startMs, startMs);
    span.endMs = Math.max(span.endMs, endOf(timeline, at));
    spans.set(chunk, span);
  }
  const byStart = [...spans.values()].sort((a, b) => a.startMs - b.startMs);
  const byEnd = byStart.toSorted((a, b) => a.endMs - b.endMs);
  const lanes = new Map<number, number>();
  const free: number[] = [];
  let count = 0;
  let ended = 0;
  for (const { chunk, startMs } of byStart) {
    // A chain of no length is after itself in byEnd, so its lane may not be known yet.
    while (byEnd[ended]!.endMs <= startMs && lanes.has(byEnd[ended]!.chunk)) {
      free.push(lanes.get(byEnd[ended]!.chunk)!);
      ended++;
    }
    lanes.set(chunk, free.pop() ?? count++);
  }
  return {
    count,
    laneOf: timeline.chunk.map((chunk) => lanes.get(chunk)!),
    chains: byStart.map((span) => ({ ...span, lane: lanes.get(span.chunk)! })),
  };
}
