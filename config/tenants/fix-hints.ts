import { codePoint } from "@batchline/diagnostics";
import { schemaAt } from "./json-schema.ts";
import type { JsonSchema } from "./types.ts";

/** How to add a missing key. */
export function addKey(path: readonly PropertyKey[], schema: JsonSchema): string {
  const key = String(path.at(-1));
  const wanted = schemaAt(schema, path);
  const inner = wanted?.required ?? [];
  if (inner.length > 0) return `add ${key}: with ${inner.map((name) => `${name}:`).join(" and ")} below it`;
  if (wanted?.type === "object") return `add ${key}: {} if it stays empty`;
  const value = sampleOf(wanted);
  return value === undefined ? `add ${key}:` : `add ${key}: and a value, ${value}`;
}

/** How to fill in a key without a value. */
export function fillIn(path: readonly PropertyKey[], schema: JsonSchema): string {
  const wanted = schemaAt(schema, path);
  const required = schemaAt(schema, path.slice(0, -1))?.required?.includes(String(path.at(-1))) ?? false;
  const value = sampleOf(wanted);
  const byValue = `give it a value${value === undefined ? "" : `, ${value}`}`;
  const mayBeEmpty = wanted?.type === "object" && (wanted.required ?? []).length === 0;
  if (required) return mayBeEmpty ? "write {} after it if it stays empty" : byValue;
  return `${mayBeEmpty ? "write {} after it to use every default" : byValue}, or remove the line`;
}

/** The choices for a value, or an example. */
function sampleOf(schema: JsonSchema | undefined): string | undefined {
  if (schema?.enum !== undefined) return oneOf(schema.enum.map(String));
  const example = schema?.examples?.[0];
  return typeof example === "string" || typeof example === "number" ? `for example ${example}` : undefined;
}

/** How to write `given` as the type `expected`, which `wanted` describes; undefined if that is not clear. */
export function retype(expected: string, given: unknown, wanted?: JsonSchema): string | undefined {
  if ((expected === "number" || expected === "int") && typeof given === "string")
    return asNumber(given.trim());
  if (expected === "string" && given === false) return "remove the line";
  if (expected !== "string" || (typeof given !== "number" && given !== true)) return undefined;
  const { pattern, examples = [] } = wanted ?? {};
  if (pattern === undefined || new RegExp(pattern).test(String(given))) return "write it in quotes";
  return examples[0] === undefined ? undefined : `for example ${examples[0]}`;
}

/** How to write a number that was written as text, with a decimal comma, or in per cent. */
function asNumber(given: string): string | undefined {
  if (given !== "" && Number.isFinite(Number(given))) return `write ${given} without quotes`;
  const [, whole, fraction = "0", percent] = /^(\d+)(?:,(\d+))? ?(%)?$/.exec(given) ?? [];
  if (whole === undefined) return undefined;
  const number = Number(`${whole}.${fraction}`);
  return `write ${percent === undefined ? number : Number((number / 100).toPrecision(12))}`;
}

/** Names a character that no key and no id has, such as a letter of another alphabet that looks the same. */
export function foreignLetter(given: unknown): string | undefined {
  const [letter] = (typeof given === "string" && /[^\u{20}-\u{7e}]/u.exec(given)) || [];
  return letter && `retype it: it has the character ${codePoint(letter)}, which is not in a–z`;
}

/** The whole address for one without its scheme. */
export function wholeUrl(given: unknown): string | undefined {
  const rest = String(given).replace(/^https?:?\/*/i, "");
  const hasHost = /^[\w-]+(\.[\w-]+)*\.[a-z]{2,}(?=[:/?#]|$)/i.test(rest);
  return hasHost && URL.canParse(`https://${rest}`) ? `perhaps https://${rest}` : undefined;
}

/** `webp, avif or jpeg` */
export function oneOf(choices: readonly string[]): string {
  return new Intl.ListFormat("en-GB", { type: "disjunction" }).format(choices);
}
