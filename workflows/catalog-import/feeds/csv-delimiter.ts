import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";

const candidates = [",", ";", "\t", "|"] as const;

/** A header line longer than this is none, in characters. */
const longestHeader = 65_536;

/**
 * Which delimiter separates the fields of the header line: the one that it has most of, outside of quotes; a
 * comma when it has none. `text` in the answer is all of the text again.
 */
export async function csvDelimiter(
  text: AsyncIterable<string>,
): Promise<{ readonly delimiter: string; readonly text: AsyncIterable<string> }> {
  const iterator = text[Symbol.asyncIterator]();
  let start = "";
  let ended = false;
  while (!ended && !/[\r\n]/.test(start.trimStart())) {
    if (start.length > longestHeader) {
      throw new BadDataError(
        `the feed is not CSV: its first line is longer than ${longestHeader} characters`,
      );
    }
    const next = await iterator.next();
    if (next.done === true) ended = true;
    else start += next.value;
  }
  const [header = ""] = start.trimStart().split(/[\r\n]/);
  const unquoted = header.replace(/"[^"]*"/g, "");
  const counts = candidates.map((candidate) => unquoted.split(candidate).length);
  const delimiter = candidates[counts.indexOf(Math.max(...counts))] ?? ",";
  return { delimiter, text: again(start, iterator) };
}

async function* again(start: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield start;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
