import pLimit from "p-limit";
import type { PageSource, RunName } from "../server/page-source.ts";
import { chunkStatusCodes, type ReportData, type RunView } from "../view.ts";

/** Chunks with a detail: each takes a few requests for its records and logs. */
const mostDetails = 50;
/** Details that are asked for at once. */
const atOnce = 4;

/** What a report of a run holds: all that the page shows, with the details of failed chunks first, at most 50.
 * @throws what the source throws */
export async function reportData(source: PageSource, name: RunName): Promise<ReportData> {
  const [page, run, causes] = await Promise.all([source.page(), source.run(name), source.causes(name)]);
  const limit = pLimit(atOnce);
  const details = detailed(run).map((chunk) => limit(() => source.chunk(name, chunk)));
  const why = "A report changes nothing: use the command.";
  return {
    page: { ...page, isReport: true, hasMailbox: false },
    run: { ...run, actions: { rerun: { can: false, why }, stop: { can: false, why } } },
    ...{ causes, chunks: await Promise.all(details), writtenAt: new Date().toISOString() },
  };
}

function detailed({ matrix }: RunView): number[] {
  const chunks = Array.from({ length: matrix.chunks }, (_, chunk) => chunk);
  const hasFailed = (chunk: number) =>
    matrix.columns.some((column) => column[chunk] === chunkStatusCodes.failed);
  const failed = chunks.filter(hasFailed);
  const others = chunks.filter((chunk) => !hasFailed(chunk));
  return [...failed, ...others].slice(0, mostDetails).sort((a, b) => a - b);
}
