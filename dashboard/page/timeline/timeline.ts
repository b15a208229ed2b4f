import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { TimelineView } from "../../view/matrix.ts";
import { html } from "../html.ts";
import { useColours } from "../shell/use-colours.ts";
import { useWidth } from "../shell/use-width.ts";
import { duration } from "../text/durations.ts";
import { counted } from "../text/numbers.ts";
import { moved, type Window, zoomed } from "./axis.ts";
import { drawCurve, measured } from "./draw-curve.ts";
import { drawLanes, kindOf } from "./draw-lanes.ts";
import { endOf, packChains } from "./lanes.ts";
import { useCanvas } from "./use-canvas.ts";

const curveHeight = 92;
const mostHeight = 300;

export interface TimelineProps {
  readonly timeline: TimelineView;
  readonly stages: readonly string[];
  /** The tenant of a chunk. */
  readonly tenantOf: (chunk: number) => string;
  readonly chosen?: number | undefined;
  readonly onChoose: (place: { readonly chunk: number; readonly stage: number }) => void;
}

/** Every chunk's tries over time, one chain per lane, below what ran at once. */
export function Timeline({ timeline, stages, tenantOf, chosen, onChoose }: TimelineProps) {
  const box = useRef<HTMLDivElement>(null);
  const curve = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLCanvasElement>(null);
  const colours = useColours();
  const width = useWidth(box);
  const [top, setTop] = useState(0);
  const [zoom, setZoom] = useState<Window>();
  const [pointed, setPointed] = useState<{ at: number; x: number; y: number }>();
  const lanes = useMemo(() => packChains(timeline), [timeline]);
  const whole = Math.max(timeline.untilMs, 1);
  const window = zoom ?? { fromMs: 0, toMs: whole };
  const laneHeight = [14, 10, 8, 6, 4, 3, 2].find((one) => one * lanes.count <= mostHeight) ?? 2;
  const height = Math.min(mostHeight, lanes.count * laneHeight);
  const { concurrency, untilMs } = timeline;

  useCanvas(
    curve,
    { width, height: curveHeight },
    (context) => drawCurve(context, { concurrency, untilMs, window, width, height: curveHeight, colours }),
    [timeline, zoom, colours],
  );
  useCanvas(
    surface,
    { width, height },
    (context) =>
      drawLanes(
        context,
        { timeline, lanes, window, width, laneHeight, colours, chosen, ratio: devicePixelRatio },
        top,
      ),
    [timeline, lanes, zoom, colours, chosen, top, laneHeight],
  );

  const msAt = (clientX: number) => {
    const share = (clientX - box.current!.getBoundingClientRect().left) / width;
    return window.fromMs + share * (window.toMs - window.fromMs);
  };
  const tryUnder = ({ clientX, clientY }: MouseEvent) => {
    const down = clientY - scroller.current!.getBoundingClientRect().top + top;
    const lane = Math.floor(down / laneHeight);
    const ms = msAt(clientX);
    // Tries of a pixel or less can be pointed at, too.
    const near = ((window.toMs - window.fromMs) / Math.max(width, 1)) * 2;
    return lanes.laneOf.findLastIndex(
      (of, at) => of === lane && timeline.startMs[at]! - near <= ms && endOf(timeline, at) + near >= ms,
    );
  };
  const onMouseMove = (event: MouseEvent) => {
    const at = tryUnder(event);
    setPointed(at < 0 ? undefined : { at, x: event.clientX, y: event.clientY });
  };
  const onClick = (event: MouseEvent) => {
    const at = tryUnder(event);
    if (at >= 0) onChoose({ chunk: timeline.chunk[at]!, stage: timeline.stage[at]! });
  };
  const middle = (window.fromMs + window.toMs) / 2;
  const zoomBy = (factor: number, around = middle) => {
    const next = zoomed(window, whole, factor, around);
    setZoom(next.toMs - next.fromMs >= whole ? undefined : next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const actions: Readonly<Record<string, () => void>> = {
      "+": () => zoomBy(0.5),
      "=": () => zoomBy(0.5),
      "-": () => zoomBy(2),
      "0": () => setZoom(undefined),
      ArrowLeft: () => zoom && setZoom(moved(zoom, whole, -0.25)),
      ArrowRight: () => zoom && setZoom(moved(zoom, whole, 0.25)),
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  const wheel = useRef((_: WheelEvent) => {});
  wheel.current = (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomBy(event.deltaY < 0 ? 0.8 : 1.25, msAt(event.clientX));
  };
  useEffect(() => {
    // preact adds passive listeners, which could not keep the browser from zooming the page.
    const listener = (event: WheelEvent) => wheel.current(event);
    const element = box.current;
    element?.addEventListener("wheel", listener, { passive: false });
    return () => element?.removeEventListener("wheel", listener);
  }, []);

  const nameOf = (at: number) => {
    const chunk = timeline.chunk[at]!;
    const kind = kindOf(timeline, at).toLowerCase().replaceAll("_", " ");
    const took = duration(endOf(timeline, at) - timeline.startMs[at]!);
    return `${tenantOf(chunk)}, chunk ${chunk}, ${stages[timeline.stage[at]!]}: ${kind}, ${took}, from ${duration(timeline.startMs[at]!)}`;
  };
  const { peak, unit } = measured(concurrency);
  return html`<div class="timeline">
    <div class="zoom" role="group" aria-label="Zoom">
      <button class="plain link" type="button" onClick=${() => zoomBy(0.5)}>Zoom in</button>
      <button class="plain link" type="button" disabled=${zoom === undefined} onClick=${() => zoomBy(2)}>Zoom out</button>
      <button class="plain link" type="button" disabled=${zoom === undefined} onClick=${() => setZoom(undefined)}>Whole run</button>
    </div>
    <div
      ref=${box}
      class="timeline-box"
      role="img"
      tabindex="0"
      aria-label=${`${counted(lanes.chains.length, "chunk")} in ${duration(whole)}, at most ${counted(peak, unit)} at once. Keys plus and minus zoom, arrows move.`}
      onKeyDown=${onKeyDown}
    >
      <canvas ref=${curve} style=${{ width: `${width}px`, height: `${curveHeight}px` }} />
      <div
        ref=${scroller}
        class="lanes"
        style=${{ height: `${height}px` }}
        onScroll=${(event: Event) => setTop((event.target as HTMLElement).scrollTop)}
        onMouseMove=${onMouseMove}
        onMouseLeave=${() => setPointed(undefined)}
        onClick=${onClick}
      >
        <div style=${{ height: `${lanes.count * laneHeight}px` }}>
          <canvas ref=${surface} style=${{ width: `${width}px`, height: `${height}px` }} />
        </div>
      </div>
    </div>
    ${
      pointed !== undefined &&
      pointed.at < timeline.chunk.length &&
      html`<div class="tip" aria-hidden="true" style=${{ left: `${pointed.x}px`, top: `${pointed.y}px` }}>${nameOf(pointed.at)}</div>`
    }
  </div>`;
}
