import { plural } from "@batchline/diagnostics";
import type { core } from "zod";
import type { JsonSchema } from "./json-schema.ts";

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

/** How to write `given` so that it has the type `expected`, which `wanted` says more of; undefined when that is not plain. */
export function retype(expected: string, given: unknown, wanted?: JsonSchema): string | undefined {
  if ((expected === "number" || expected === "int") && typeof given === "string")
    return asNumber(given.trim());
  if (expected === "string" && given === false) return "remove the line";
  if (expected !== "string" || (typeof given !== "number" && given !== true)) return undefined;
  const { pattern, examples } = wanted ?? {};
  if (typeof pattern !== "string" || new RegExp(pattern).test(String(given))) return "write it in quotes";
  const [example] = Array.isArray(examples) ? (examples as readonly unknown[]) : [];
  return example === undefined ? undefined : `for example ${example}`;
}

/** How to write a number that was written as text, with a decimal comma or in per cent. */
function asNumber(given: string): string | undefined {
  if (given !== "" && Number.isFinite(Number(given))) return `write ${given} without quotes`;
  const [, whole, comma = "", percent = ""] = /^(\d+)(?:,(\d+))? ?(%?)$/.exec(given) ?? [];
  if (whole === undefined) return undefined;
  const number = Number(`${whole}.${comma || 0}`);
  return `write ${percent === "" ? number : Number((number / 100).toPrecision(12))}`;
}

/** Names a letter of `given` that no key and no id has, such as one of another alphabet that looks the same. */
export function foreignLetter(given: unknown): string | undefined {
  const [letter] = (typeof given === "string" && /[^\u{20}-\u{7e}]/u.exec(given)) || [];
  return letter && `type it anew, it has the character ${codePoint(letter)}, which is none of a–z`;
}

/** `U+00A0` */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** `be at least 1`, `have at most 12 entries` */
export function bound(issue: core.$ZodIssueTooSmall | core.$ZodIssueTooBig): string {
  const low = issue.code === "too_small";
  const limit = Number(low ? issue.minimum : issue.maximum);
  const least = low ? "at least" : "at most";
  if (issue.origin === "string") return `have ${least} ${plural(limit, "character")}`;
  if (issue.origin === "array") return `have ${least} ${plural(limit, "entry", "entries")}`;
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

/** A value short enough for a message. */
export function show(given: unknown): string {
  if (Array.isArray(given)) return "a list";
  if (typeof given === "object" && given !== null) return "a block";
  // JSON has no infinity.
  const text = typeof given === "number" ? String(given) : (JSON.stringify(given) ?? "nothing");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/**
 * `text` without what would be obeyed rather than shown, character for character; tabs stay. Terminals obey control characters,
 * editors and pages those that turn text around, and GitHub's runner obeys `##[…]` anywhere in a line:
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function printable(text: string): string {
  return text
    .replace(
      /[^\P{Cc}\t]|[\u{200b}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2060}\u{2066}-\u{2069}\u{feff}]/gu,
      "\u{fffd}",
    )
    .replaceAll("##[", "\u{fffd}#[");
}
