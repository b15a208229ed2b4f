import { type TimelineView, type TryKind, tryKindCodes } from "../../view/matrix.ts";
import type { Colours } from "../shell/use-colours.ts";
import { ticks, type Window } from "./axis.ts";
import { endOf, type Lanes } from "./lanes.ts";

export interface LaneDrawing {
  readonly timeline: TimelineView;
  readonly lanes: Lanes;
  readonly window: Window;
  /** CSS pixels. */
  readonly width: number;
  readonly laneHeight: number;
  readonly colours: Colours;
  readonly chosen?: number | undefined;
}

const kinds: ReadonlyMap<string, TryKind> = new Map(
  Object.entries(tryKindCodes).map(([kind, code]) => [code, kind as TryKind]),
);

/** How a try ended. */
export const kindOf = (timeline: TimelineView, at: number): TryKind =>
  kinds.get(timeline.kinds[at] ?? "") ?? "RUNNING";

/** The colour of a bad end. */
const ends: Readonly<Record<TryKind, string | undefined>> = {
  RUNNING: "running",
  SUCCEEDED: undefined,
  FAILED: "failed",
  INTERRUPTED: "interrupted",
  RECLAIMED: "interrupted",
  OUT_OF_MEMORY: "failed",
  TIMED_OUT: "failed",
  KILLED: "failed",
  NEVER_STARTED: "failed",
};

/** The token of a stage's colour; after five they repeat. */
export const stageColour = (stage: number) => `stage-${stage % 5}`;

/** Draws the lanes between `top` and `bottom`, with `top` at the canvas's upper edge. */
export function drawLanes(
  context: CanvasRenderingContext2D,
  drawing: LaneDrawing,
  top: number,
  bottom: number,
): void {
  const { timeline, lanes, window, width, laneHeight, colours, chosen } = drawing;
  const perMs = width / (window.toMs - window.fromMs);
  const x = (ms: number) => (ms - window.fromMs) * perMs;
  const bar = laneHeight > 3 ? laneHeight - 1 : laneHeight;
  const isSeen = (lane: number) => (lane + 1) * laneHeight >= top && lane * laneHeight <= bottom;
  context.fillStyle = colours("line");
  for (const at of ticks(window, width)) context.fillRect(Math.round(x(at)), 0, 1, bottom - top);
  context.fillStyle = colours("waiting");
  for (const { startMs, endMs, lane } of laneHeight > 3 ? lanes.chains : []) {
    if (!isSeen(lane) || endMs < window.fromMs || startMs > window.toMs) continue;
    context.fillRect(x(startMs), lane * laneHeight - top + bar / 2 - 0.5, x(endMs) - x(startMs), 1);
  }
  for (const [at, chunk] of timeline.chunk.entries()) {
    const lane = lanes.laneOf[at]!;
    const [startMs, endMs] = [timeline.startMs[at]!, endOf(timeline, at)];
    if (!isSeen(lane) || endMs < window.fromMs || startMs > window.toMs) continue;
    const left = x(startMs);
    const right = Math.max(x(endMs), left + 1);
    const y = lane * laneHeight - top;
    context.fillStyle = colours(stageColour(timeline.stage[at]!));
    context.fillRect(left, y, Math.max(1, right - left - 0.5), bar);
    const end = ends[kindOf(timeline, at)];
    if (end !== undefined) {
      context.fillStyle = colours(end);
      const cap = Math.max(2, Math.min(5, right - left));
      context.fillRect(right - cap, y, cap, bar);
    }
    if (chunk === chosen) {
      context.strokeStyle = colours("ink");
      context.strokeRect(left - 0.5, y - 0.5, right - left + 1, bar + 1);
    }
  }
}
