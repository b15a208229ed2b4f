const minute = 60;
const hour = 60 * minute;

/**
 * A duration for people: its two largest units.
 * @param ms milliseconds
 * @example duration(192_000) // "3 min 12 s"
 */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < minute) return `${whole} s`;
  if (whole < hour) return two(Math.floor(whole / minute), "min", whole % minute, "s");
  const minutes = Math.round(whole / minute);
  return two(Math.floor(minutes / minute), "h", minutes % minute, "min");
}

const two = (large: number, unit: string, small: number, smallUnit: string) =>
  small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;

/** The time between two ISO 8601 texts, in milliseconds. */
export const between = (from: string, to: string) => Date.parse(to) - Date.parse(from);
