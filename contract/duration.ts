import * as z from "zod";

/** A duration in a tenant's file: a whole number and m (minutes), h (hours) or d (days). */
export const Duration = z
  .string()
  .regex(/^[1-9][0-9]{0,4}[mhd]$/, "a whole number and m, h or d, for example 20h");

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** The duration in milliseconds. Throws ZodError when it is not a `Duration`. */
export function durationMs(duration: string): number {
  const text = Duration.parse(duration);
  const unit = text.endsWith("m") ? "m" : text.endsWith("h") ? "h" : "d";
  return Number(text.slice(0, -1)) * unitMs[unit];
}
