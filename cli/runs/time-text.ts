import { UsageError } from "../errors.ts";

/** An ISO 8601 time in the local time zone: `2026-11-28 03:00:07`. */
export function localTime(iso: string): string {
  const at = new Date(iso);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(":")}`;
}

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The time that an option names: a date, a time, or how long ago: `2026-11-28`, `2026-11-28T03:00`, `90m`, `12h`, `7d`.
 * Without a zone it is local. @throws {UsageError} */
export function timeOption(text: string, now = new Date()): Date {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (count !== undefined && (unit === "m" || unit === "h" || unit === "d"))
    return new Date(now.getTime() - Number(count) * unitMs[unit]);
  const at = /^\d{4}-\d{2}-\d{2}/.test(text)
    ? new Date(text.includes("T") ? text : `${text}T00:00`)
    : undefined;
  if (at !== undefined && !Number.isNaN(at.getTime())) return at;
  throw new UsageError("BL-U001", `"${text}" is not a time: write 12h, 7d, 2026-11-28 or 2026-11-28T03:00`);
}
