import { pipeline, Readable } from "node:stream";
import { CsvError, type Info, parse } from "csv-parse";
import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";
import { csvDelimiter } from "./csv-delimiter.ts";
import { type FeedParser, fieldName, maxRecordLength } from "./feed-record.ts";
import { imageFields, productFields } from "./product-fields.ts";

/** CSV with a header line. The delimiter is a comma, semicolon, tab or bar. Quoted fields may have line breaks. */
export const parseCsv: FeedParser = async function* (text) {
  const { delimiter, text: whole } = await csvDelimiter(text);
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    // A row of another length is a problem of that row. An inch sign in a field is not a problem.
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: maxRecordLength,
  });
  const input = Readable.from(whole);
  // The loop below throws errors of either end.
  pipeline(input, parser, () => undefined);
  try {
    let columns: readonly string[] | undefined;
    for await (const row of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      const { record, info } = row;
      if (columns === undefined) {
        columns = header(record);
      } else {
        const problem =
          record.length === columns.length
            ? {}
            : { problem: `it has ${record.length} fields, and the header line has ${columns.length}` };
        // The record ends on the last line read, and may have line breaks.
        const breaks = record.join("").split("\n").length - 1;
        yield { place: `line ${info.lines - breaks}`, fields: fieldsOf(columns, record), ...problem };
      }
    }
    if (columns === undefined) throw new BadDataError("the feed is not CSV: it is empty");
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new BadDataError(`the feed is not CSV: ${cause.message}`, { cause });
  }
};

function header(names: readonly string[]): readonly string[] {
  const columns = names.map(fieldName);
  const missing = Object.entries({ id: productFields.id, title: productFields.title, image: imageFields })
    .filter(([, aliases]) => !aliases.some((alias) => columns.includes(alias)))
    .map(([field, aliases]) => `${field} (${aliases.join(", ")})`);
  if (missing.length > 0) {
    const has = names.join(", ");
    throw new BadDataError(
      `the feed is not a CSV catalogue: its header line has no column for ${missing.join(" and for ")}; ` +
        `it has: ${has.length > 200 ? `${has.slice(0, 199)}…` : has}`,
    );
  }
  return columns;
}

function fieldsOf(columns: readonly string[], record: readonly string[]): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  columns.forEach((column, index) => {
    const value = record[index]?.trim();
    const before = fields.get(column);
    if (value) fields.set(column, before === undefined ? [value] : [...before, value]);
  });
  return fields;
}
