import { must } from "@batchline/diagnostics";
import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";
import { again } from "./starting-with.ts";

const candidates = [",", ";", "\t", "|"] as const;

/** The longest header line, in characters. */
const longestHeader = 65_536;

/** The delimiter of the header line: the candidate that occurs most often outside of quotes, else a comma; and the whole text again. */
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
  const header = must(start.trimStart().split(/[\r\n]/)[0], "split returns one part or more");
  const unquoted = header.replace(/"[^"]*"/g, "");
  const counts = candidates.map((candidate) => unquoted.split(candidate).length);
  const delimiter = must(candidates[counts.indexOf(Math.max(...counts))], "the highest count is one of them");
  return { delimiter, text: again(start, iterator) };
}
