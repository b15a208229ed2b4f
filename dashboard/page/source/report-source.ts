import type { ReportData } from "../../view.ts";
import { type Source, SourceError } from "./source.ts";

/** Views from the report that the page is part of: one run that no longer changes. */
export function reportSource(report: ReportData): Source {
  const lacks = async (): Promise<never> => {
    throw new SourceError("This report is about one run. Everything else is in: npx batchline dashboard");
  };
  return {
    page: async () => report.page,
    runs: async (filters) => ({ runs: [report.run.run], hasMore: false, filters }),
    run: async () => report.run,
    causes: async () => report.causes,
    chunk: async (_, chunk) => report.chunks.find((one) => one.chunk === chunk),
    mail: lacks,
    rerun: lacks,
    stop: lacks,
    listen: () => () => {},
  };
}
