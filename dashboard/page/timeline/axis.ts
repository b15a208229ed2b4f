/** A stretch of the run that is shown, in milliseconds since its start. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const steps = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 20, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12, 24, 48].map((n) => n * hour),
];

/** The marks of the axis: round times, at least `room` CSS pixels apart. */
export function ticks({ fromMs, toMs }: Window, width: number, room = 90): number[] {
  const least = ((toMs - fromMs) * room) / Math.max(width, 1);
  const step = steps.find((one) => one >= least) ?? steps[steps.length - 1]!;
  const marks: number[] = [];
  for (let at = Math.ceil(fromMs / step) * step; at <= toMs; at += step) marks.push(at);
  return marks;
}

/** The window after zooming by `factor` around `aroundMs`: within the run, and never under 50 ms. */
export function zoomed(window: Window, untilMs: number, factor: number, aroundMs: number): Window {
  const length = Math.min(untilMs, Math.max(50, (window.toMs - window.fromMs) * factor));
  const share = (aroundMs - window.fromMs) / (window.toMs - window.fromMs);
  return within(aroundMs - share * length, length, untilMs);
}

/** The window moved by a share of its length. */
export function moved(window: Window, untilMs: number, share: number): Window {
  const length = window.toMs - window.fromMs;
  return within(window.fromMs + share * length, length, untilMs);
}

function within(fromMs: number, length: number, untilMs: number): Window {
  const from = Math.min(Math.max(0, fromMs), Math.max(0, untilMs - length));
  return { fromMs: from, toMs: from + length };
}
