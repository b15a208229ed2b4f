import { type TimelineView, type TryKind, tryKindCodes } from "../../view/matrix.ts";
import { Pixels, packed } from "../shell/pixels.ts";
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
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
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

/** Draws the lanes from `top` on, in CSS pixels, over the whole canvas. */
export function drawLanes(context: CanvasRenderingContext2D, drawing: LaneDrawing, top: number): void {
  const { timeline, lanes, window, width, laneHeight, colours, ratio, chosen } = drawing;
  const pixels = new Pixels(context.canvas.width, context.canvas.height);
  const perMs = (width / (window.toMs - window.fromMs)) * ratio;
  const x = (ms: number) => (ms - window.fromMs) * perMs;
  const y = (lane: number) => (lane * laneHeight - top) * ratio;
  const bar = (laneHeight > 3 ? laneHeight - 1 : laneHeight) * ratio;
  const isSeen = (lane: number, startMs: number, endMs: number) =>
    y(lane) + bar >= 0 && y(lane) < pixels.height && endMs >= window.fromMs && startMs <= window.toMs;
  const paint = new Map<string, number>();
  const colour = (token: string) => {
    const known = paint.get(token) ?? packed(colours(token));
    paint.set(token, known);
    return known;
  };
  for (const at of ticks(window, width)) pixels.fill(x(at), 0, ratio, pixels.height, colour("line"));
  for (const { startMs, endMs, lane } of laneHeight > 3 ? lanes.chains : []) {
    if (!isSeen(lane, startMs, endMs)) continue;
    pixels.fill(x(startMs), y(lane) + (bar - ratio) / 2, x(endMs) - x(startMs), ratio, colour("waiting"));
  }
  for (let at = 0; at < timeline.chunk.length; at++) {
    const lane = lanes.laneOf[at]!;
    const [startMs, endMs] = [timeline.startMs[at]!, endOf(timeline, at)];
    if (!isSeen(lane, startMs, endMs)) continue;
    const left = x(startMs);
    const length = Math.max(x(endMs) - left, ratio);
    pixels.fill(left, y(lane), length, bar, colour(stageColour(timeline.stage[at]!)));
    const end = ends[kindOf(timeline, at)];
    const cap = Math.min(length, 5 * ratio);
    if (end !== undefined) pixels.fill(left + length - cap, y(lane), cap, bar, colour(end));
  }
  pixels.show(context);
  const chain = lanes.chains.find(({ chunk }) => chunk === chosen);
  if (chain === undefined) return;
  context.strokeStyle = colours("ink");
  context.lineWidth = 1.5;
  const length = (x(chain.endMs) - x(chain.startMs)) / ratio;
  const upper = Math.max(1, y(chain.lane) / ratio - 2);
  const lower = Math.min(pixels.height / ratio - 1, (y(chain.lane) + bar) / ratio + 2);
  context.strokeRect(x(chain.startMs) / ratio - 2, upper, length + 4, lower - upper);
}
