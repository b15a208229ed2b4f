import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";
import { type FeedParser, type FeedRecord, fieldName } from "./feed-record.ts";
import { type JsonElement, JsonElements } from "./json-elements.ts";

/** A JSON array of products, or an object that has one under `products`. */
export const parseJson: FeedParser = async function* (text) {
  const elements = new JsonElements("products");
  for await (const piece of text) yield* elements.read(piece).map(toRecord);
  const problem = elements.end();
  if (problem !== undefined) throw new BadDataError(`the feed is not a JSON catalogue: ${problem}`);
};

function toRecord(element: JsonElement): FeedRecord {
  const place = `product ${element.index + 1}, line ${element.line}`;
  const unreadable = (problem: string): FeedRecord => ({ place, fields: new Map(), problem });
  if (element.text === undefined) return unreadable("it is too long");
  let value: unknown;
  try {
    value = JSON.parse(element.text);
  } catch (error) {
    return unreadable(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return unreadable("it is not an object");
  }
  const fields = Object.entries(value).map(([name, inner]) => [fieldName(name), texts(inner)] as const);
  return { place, fields: new Map(fields) };
}

/** The texts in a value: `12` → `12`, `[{ "url": "…" }]` → the address, `{ "amount": 5, "currency": "EUR" }` → `5 EUR`. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value.trim()];
  if (typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value !== "object" || value === null) return [];
  const inner = new Map(Object.entries(value));
  const address = inner.get("url") ?? inner.get("src") ?? inner.get("href");
  if (address !== undefined) return texts(address);
  const amount = texts(inner.get("amount") ?? inner.get("value"));
  return amount.length === 0 ? [] : [[...amount, ...texts(inner.get("currency"))].join(" ")];
}
