import type { ReaderConfig } from "@batchline/asl";
import { isObject, type Json } from "@batchline/asl";
import { CodedError, must } from "@batchline/diagnostics";
import { type CsvError, parse } from "csv-parse/sync";
import { type Items, isItems } from "../states/items.ts";

/** An object cannot be read as items. */
export class UnreadableItemsError extends CodedError<"BL-M004"> {
  constructor(message: string, options?: ErrorOptions) {
    super("BL-M004", message, options);
  }
}

const delimiters = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" };

/** The items in the text of an object. Throws UnreadableItemsError. */
export function parseItems(text: string, config: ReaderConfig): Items {
  const { ItemsPointer = "" } = config;
  switch (config.InputType) {
    case "CSV":
      return csvItems(text, config);
    case "JSONL":
      return jsonLines(text);
    default:
      return jsonItems(text, ItemsPointer);
  }
}

/** Each row becomes an object of strings; a row that is too short has empty ones. */
function csvItems(text: string, config: ReaderConfig): Json[] {
  const { CSVDelimiter = "COMMA", CSVHeaderLocation, CSVHeaders } = config;
  let rows: string[][];
  try {
    rows = parse(text, {
      bom: true,
      delimiter: delimiters[CSVDelimiter],
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (cause) {
    throw new UnreadableItemsError(`The CSV cannot be read: ${(cause as CsvError).message}`, { cause });
  }
  const given =
    CSVHeaderLocation === "GIVEN" ? must(CSVHeaders, "the checker requires CSVHeaders for GIVEN") : undefined;
  const [first = [], ...others] = rows;
  const headers = given ?? first;
  if (new Set(headers).size < headers.length)
    throw new UnreadableItemsError("CSV headers cannot contain duplicates.");
  const items = given === undefined ? others : rows;
  return items.map((row) => {
    const cell = (index: number) => (index < row.length ? row[index] : "") as string;
    return Object.fromEntries(headers.map((header, index) => [header, cell(index)]));
  });
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
    throw new UnreadableItemsError(
      "The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.",
    );
  }
  if (isItems(found)) return found;
  throw new UnreadableItemsError("Attempting to map over non-iterable node.");
}

function child(node: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(node)) return /^(0|[1-9]\d*)$/.test(step) ? node[Number(step)] : undefined;
  return isObject(node) && Object.hasOwn(node, step) ? node[step] : undefined;
}

function parseJson(text: string, where: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnreadableItemsError(`Not JSON in ${where}: ${(cause as SyntaxError).message}`, { cause });
  }
}
