import type { RegisteredOptions } from "../registrations/registration.ts";

/** Seconds, as in a checkpoint. */
interface Seconds {
  create?: number | undefined;
  update?: number | undefined;
  delete?: number | undefined;
}

type Timeouts = NonNullable<RegisteredOptions["customTimeouts"]>;
const operations = ["create", "update", "delete"] as const;
const secondsOf: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** `{ create: "1h30m" }` → `{ create: 5400 }`. */
export function writeTimeouts(timeouts: Timeouts): Seconds {
  const seconds: Seconds = {};
  for (const operation of operations) {
    const parts = [...(timeouts[operation] ?? "").matchAll(/([\d.]+)(ms|s|m|h)/g)];
    const sum = parts.reduce(
      (total, [, count, unit = ""]) => total + Number(count) * (secondsOf[unit] ?? 0),
      0,
    );
    if (sum > 0) seconds[operation] = sum;
  }
  return seconds;
}

/** `{ create: 5400 }` → `{ create: "5400s" }`. */
export function readTimeouts(seconds: Seconds): Timeouts {
  return Object.fromEntries(
    operations.flatMap((operation) => {
      const count = seconds[operation];
      return count === undefined ? [] : [[operation, `${count}s`]];
    }),
  );
}
