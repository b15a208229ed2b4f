import type { core } from "zod";

/** A path as people write it: `workflows.catalog-import.renditions[2].width`. */
export function fieldName(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return steps.length === 0 ? "the file" : steps.join("").replace(/^\./, "");
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list (lines that start with -)",
  object: "a block of key: value lines",
  record: "a block of key: value lines",
};

/** zod's name of a type as people say it. */
export function typeName(expected: string): string {
  return typeNames[expected] ?? expected;
}

/** How to write `given` so that it has the type `expected`; undefined when that is not plain. */
export function retype(expected: string, given: unknown): string | undefined {
  const wantsNumber = expected === "number" || expected === "int";
  if (wantsNumber && typeof given === "string" && given.trim() !== "" && Number.isFinite(Number(given))) {
    return `write ${given.trim()} without quotes`;
  }
  if (expected === "string" && given === false) return "remove the line";
  if (expected === "string" && (typeof given === "number" || given === true)) return "write it in quotes";
  return undefined;
}

/** `be at least 1`, `have at most 12 entries` */
export function bound(issue: core.$ZodIssueTooSmall | core.$ZodIssueTooBig): string {
  const low = issue.code === "too_small";
  const limit = Number(low ? issue.minimum : issue.maximum);
  const least = low ? "at least" : "at most";
  if (issue.origin === "string") return `have ${least} ${plural(limit, "character")}`;
  if (issue.origin === "array") return `have ${least} ${limit} ${limit === 1 ? "entry" : "entries"}`;
  if (issue.inclusive === false) return `be ${low ? "more than" : "less than"} ${limit}`;
  return `be ${least} ${limit}`;
}

/** What a bound is compared with: a length, or the number itself. */
export function size(given: unknown): string {
  if (Array.isArray(given) || typeof given === "string") return String(given.length);
  return show(given);
}

/** `webp, avif or jpeg` */
export function oneOf(choices: readonly string[]): string {
  const last = choices.at(-1) ?? "";
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(", ")} or ${last}`;
}

/** `2 problems` */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A value short enough for a message. */
export function show(given: unknown): string {
  if (Array.isArray(given)) return "a list";
  if (typeof given === "object" && given !== null) return "a block";
  // JSON has no infinity.
  const text = typeof given === "number" ? String(given) : (JSON.stringify(given) ?? "nothing");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** `text` without what a terminal would obey rather than show, character for character; tabs stay. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t]/gu, "\u{fffd}");
}
