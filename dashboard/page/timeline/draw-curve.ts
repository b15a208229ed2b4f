import type { ConcurrencyView } from "../../view/matrix.ts";
import type { Colours } from "../shell/use-colours.ts";
import { duration } from "../text/durations.ts";
import { count } from "../text/numbers.ts";
import { ticks, type Window } from "./axis.ts";
import { highestPerColumn } from "./columns.ts";

export interface CurveDrawing {
  readonly concurrency: ConcurrencyView;
  readonly untilMs: number;
  readonly window: Window;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly colours: Colours;
}

/** What the curve counts: vCPUs, or containers if nobody recorded their vCPUs. */
export function measured({ vcpus, containers }: ConcurrencyView) {
  const hasVcpus = vcpus.some((value) => value > 0);
  const values = hasVcpus ? vcpus : containers;
  const peak = values.reduce((most, value) => Math.max(most, value), 0);
  return { values, peak, unit: hasVcpus ? "vCPU" : "container" };
}

const axisHeight = 20;

/** Draws the axis, the curve and the ceiling. */
export function drawCurve(context: CanvasRenderingContext2D, drawing: CurveDrawing): void {
  const { concurrency, untilMs, window, width, height, colours } = drawing;
  const { values, peak, unit } = measured(concurrency);
  const ceiling = unit === "vCPU" ? concurrency.ceiling : undefined;
  // A ceiling far above the curve would flatten it.
  const isCeilingSeen = ceiling !== undefined && ceiling <= peak * 3;
  const most = Math.max(peak * 1.15, isCeilingSeen ? ceiling * 1.1 : 0, 1);
  const floor = height - axisHeight;
  const x = (ms: number) => ((ms - window.fromMs) * width) / (window.toMs - window.fromMs);
  // The ceiling's words have room above the curve.
  const headroom = ceiling === undefined || isCeilingSeen ? 2 : 18;
  const y = (value: number) => floor - (value / most) * (floor - headroom);
  context.font = `11px ${getComputedStyle(document.body).fontFamily}`;

  const until = { fromMs: window.fromMs, toMs: Math.min(window.toMs, untilMs) };
  const columns = Math.max(1, Math.round(x(until.toMs)));
  const highest = highestPerColumn({ atMs: concurrency.atMs, values }, until, columns);
  context.beginPath();
  context.moveTo(0, floor);
  for (const [column, value] of highest.entries()) {
    context.lineTo(column, y(value));
    context.lineTo(column + 1, y(value));
  }
  context.lineTo(columns, floor);
  context.fillStyle = colours("area");
  context.fill();
  context.strokeStyle = colours("area-line");
  context.lineWidth = 1.25;
  context.stroke();

  if (ceiling !== undefined) {
    const level = isCeilingSeen ? Math.round(y(ceiling)) + 0.5 : 0;
    if (isCeilingSeen) dash(context, level, width, colours("ceiling"));
    const words = isCeilingSeen ? "" : ", far above";
    const label = `ceiling ${count(ceiling)} vCPUs${words}`;
    const baseline = level < 14 ? level + 14 : level - 4;
    // The curve may be behind it.
    context.strokeStyle = colours("paper");
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeText(label, 6, baseline);
    context.fillStyle = colours("ceiling");
    context.fillText(label, 6, baseline);
  }
  context.fillStyle = colours("line");
  context.fillRect(0, floor, width, 1);
  for (const at of ticks(window, width)) {
    context.fillStyle = colours("line-strong");
    context.fillRect(Math.round(x(at)), floor, 1, 4);
    context.fillStyle = colours("ink-faint");
    const label = at === 0 ? "0" : duration(at);
    const end = width - context.measureText(label).width;
    context.fillText(label, Math.min(Math.round(x(at)) + 4, end), floor + 14);
  }
}

function dash(context: CanvasRenderingContext2D, level: number, width: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(0, level);
  context.lineTo(width, level);
  context.stroke();
  context.setLineDash([]);
}
