import type { ReaderConfig } from "@batchline/asl";
import { isObject, type Json } from "@batchline/asl";
import { type CsvError, parse } from "csv-parse/sync";
import { type Items, isItems } from "../items.ts";

/** Why an object cannot be read as items. */
export class UnreadableItems extends Error {}

const delimiters = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" };

/** The items in the text of an object. Throws UnreadableItems. */
export function parseItems(text: string, config: ReaderConfig): Items {
  switch (config.InputType) {
    case "CSV":
      return csvItems(text, config);
    case "JSONL":
      return jsonLines(text);
    default:
      return jsonItems(text, config.ItemsPointer ?? "");
  }
}

/** Each row becomes an object of strings; a row that is too short has empty ones. */
function csvItems(text: string, config: ReaderConfig): Json[] {
  let rows: string[][];
  try {
    rows = parse(text, {
      bom: true,
      delimiter: delimiters[config.CSVDelimiter ?? "COMMA"],
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (cause) {
    throw new UnreadableItems(`The CSV cannot be read: ${(cause as CsvError).message}`, { cause });
  }
  const headers = config.CSVHeaderLocation === "GIVEN" ? (config.CSVHeaders ?? []) : (rows.shift() ?? []);
  if (new Set(headers).size < headers.length)
    throw new UnreadableItems("CSV headers cannot contain duplicates.");
  return rows.map((row) => Object.fromEntries(headers.map((header, index) => [header, row[index] ?? ""])));
}

function jsonLines(text: string): Json[] {
  return text
    .split(/\r?\n/)
    .flatMap((line, index) => (line.trim() === "" ? [] : [parseJson(line, `line ${index + 1}`)]));
}

function jsonItems(text: string, pointer: string): Items {
  const found = pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<Json | undefined>(child, parseJson(text, "the object"));
  if (found === undefined) {
    throw new UnreadableItems(
      "The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.",
    );
  }
  if (isItems(found)) return found;
  throw new UnreadableItems("Attempting to map over non-iterable node.");
}

function child(node: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(node)) return /^(0|[1-9]\d*)$/.test(step) ? node[Number(step)] : undefined;
  return isObject(node) && Object.hasOwn(node, step) ? node[step] : undefined;
}

function parseJson(text: string, where: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnreadableItems(`Not JSON in ${where}: ${(cause as SyntaxError).message}`, { cause });
  }
}
