const secondsIn = { h: 3_600, m: 60, s: 1, ms: 0.001 };

/**
 * Reads a duration as in `customTimeouts`. Absent: 0.
 * @example durationSeconds("1h30m"); // 5400
 */
export function durationSeconds(duration = ""): number {
  return [...duration.matchAll(/([\d.]+)(ms|h|m|s)/g)].reduce(
    (total, [, count, unit]) => total + Number(count) * secondsIn[unit as keyof typeof secondsIn],
    0,
  );
}
