import { must } from "@batchline/diagnostics";

interface CronField {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Words for the numbers from `least`. */
  readonly words?: readonly string[];
  readonly special?: RegExp;
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
const fields: readonly CronField[] = [
  { name: "minutes", least: 0, most: 59 },
  { name: "hours", least: 0, most: 23 },
  { name: "day-of-month", least: 1, most: 31, special: /^(\?|L|([1-9]|[12]\d|3[01])W)$/ },
  { name: "month", least: 1, most: 12, words: months },
  {
    name: "day-of-week",
    least: 1,
    most: 7,
    words: days,
    special: /^(\?|L|[1-7](L|#[1-5])|(SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/i,
  },
  { name: "year", least: 1970, most: 2199 },
];

/** The problems of a cron expression of EventBridge Scheduler, without `cron()`; empty when it is valid. @example cronProblems("0 3 * * ? *") // [] */
export function cronProblems(cron: string): string[] {
  const given = cron.trim().split(/\s+/);
  if (given.length !== fields.length) {
    const names = fields.map(({ name }) => name).join(" ");
    return [`${JSON.stringify(cron)} does not have the six fields ${names}`];
  }
  const problems = fields.flatMap((field, at) => fieldProblems(field, must(given[at], "it has six fields")));
  const [, , dayOfMonth, , dayOfWeek] = given;
  if (problems.length === 0 && (dayOfMonth === "?") === (dayOfWeek === "?")) {
    problems.push(`write ? for one of day-of-month and day-of-week, not "${dayOfMonth}" and "${dayOfWeek}"`);
  }
  return problems;
}

/**
 * The expression that the author of `cron` probably means, if it has five fields as in Unix or lacks a `?`. Undefined if that is not clear.
 * Unix counts the days of the week from 0 and EventBridge from 1, so a number there is not fixed.
 * @example fixedCron("0 3 * * *") // "0 3 * * ? *"
 */
export function fixedCron(cron: string): string | undefined {
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year = "*", ...more] = cron.trim().split(/\s+/);
  const days = dayOfWeek === "*" ? [dayOfMonth, month, "?"] : ["?", month, dayOfWeek];
  const plain = dayOfWeek === "*" || (dayOfMonth === "*" && dayOfWeek !== undefined && !/\d/.test(dayOfWeek));
  const candidate = [minutes, hours, ...days, year].join(" ");
  return plain && more.length === 0 && cronProblems(candidate).length === 0 ? candidate : undefined;
}

function fieldProblems(field: CronField, text: string): string[] {
  const entries = text.split(",");
  const alone = (entry: string) => entry !== "?" || entries.length === 1;
  if (entries.every((entry) => alone(entry) && (field.special?.test(entry) || isRange(field, entry))))
    return [];
  const words = field.words === undefined ? "" : ` or ${field.words[0]}–${field.words.at(-1)}`;
  return [
    `${field.name} cannot be "${text}": ${field.least}–${field.most}${words}, lists (1,5), ranges (1-5), steps (*/5)`,
  ];
}

/** Whether the entry is `*`, a value or a range, each with or without a step. */
function isRange(field: CronField, entry: string): boolean {
  const [range = "", step, ...more] = entry.split("/");
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d{0,3}$/.test(step))) return false;
  if (range === "*") return true;
  const ends = range.split("-");
  return ends.length <= 2 && ends.every((end) => isValue(field, end));
}

function isValue({ least, most, words = [] }: CronField, text: string): boolean {
  if (words.includes(text.toUpperCase())) return true;
  return /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most;
}
