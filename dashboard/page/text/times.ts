const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const clockSeconds = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });

/** The local time of day, with seconds. @example timeOfDay("2026-11-28T03:00:05Z") // "03:00:05" */
export const timeOfDay = (iso: string) => clockSeconds.format(new Date(iso));

/**
 * The local day and time: the day in a word where there is one.
 * @param now milliseconds since the epoch
 * @example dayAndTime("2026-11-28T03:00:05Z") // "today 03:00"
 */
export function dayAndTime(iso: string, now = Date.now()): string {
  const at = new Date(iso);
  return `${dayName(at, new Date(now))} ${clock.format(at)}`;
}

function dayName(at: Date, now: Date): string {
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  if (days === 0) return "today";
  if (days === 1) return "yesterday";
  return at.getFullYear() === now.getFullYear() ? day.format(at) : `${day.format(at)} ${at.getFullYear()}`;
}

const midnight = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
