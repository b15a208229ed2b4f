import type { PageSource } from "../../server/page-source.ts";
import type { PageEvent, RunRow, RunView } from "../../view.ts";
import { sampleChunk } from "./sample-chunk.ts";
import { sampleMail } from "./sample-mail.ts";
import { sampleCauses, sampleRun } from "./sample-run.ts";

const hour = 3_600_000;

/** A stack with sample runs. Its answers are what a test sets; `asked` has what the page asked to be done. */
export interface SampleSource extends PageSource {
  /** The run that all names lead to. */
  view: RunView;
  readonly asked: unknown[];
  /** Sends an event to all open pages. */
  send(event: PageEvent): void;
}

/** @example const source = sampleSource(); const dashboard = await startDashboard(source); */
export function sampleSource(view: RunView = sampleRun()): SampleSource {
  const listeners = new Set<(event: PageEvent) => void>();
  const act = (what: string) => async (name: object, request?: object) => {
    source.asked.push({ what, ...name, ...request });
    return { done: `Run 20261128T091200-77aa began (${what}).` };
  };
  const source: SampleSource = {
    view,
    asked: [],
    send: (event) => {
      for (const listener of listeners) listener(event);
    },
    page: async () => ({
      ...{ stack: "prod", region: "eu-central-1", isReport: false, hasMailbox: true },
      workflows: ["catalog-import", "rescale-images", "sitemap"],
    }),
    runs: async (filters) => ({
      runs: sampleRuns(source.view).filter(
        ({ workflow, status }) =>
          workflow === (filters.workflow ?? workflow) && status === (filters.status ?? status),
      ),
      hasMore: true,
      filters,
    }),
    run: async () => source.view,
    causes: async () => sampleCauses(source.view),
    chunk: async (_, chunk) => sampleChunk(source.view, chunk),
    mail: async () => sampleMail,
    rerun: act("rerun"),
    stop: act("stop"),
    watch: (_, onEvent) => {
      listeners.add(onEvent);
      return () => listeners.delete(onEvent);
    },
  };
  return source;
}

/** The sample run, and some before it. */
function sampleRuns({ run }: RunView): RunRow[] {
  const workflows = ["catalog-import", "rescale-images", "sitemap"];
  const before = Array.from({ length: 36 }, (_, index): RunRow => {
    const startedAt = Date.parse(run.startedAt) - (index + 1) * 7.3 * hour;
    const isFailed = index % 11 === 3;
    return {
      workflow: workflows[index % 3]!,
      runId: `${new Date(startedAt).toISOString().slice(0, 19).replace(/[-:]/g, "")}-${(0x4f2b + index * 77).toString(16)}`,
      status: isFailed ? "FAILED" : "SUCCEEDED",
      startedAt: new Date(startedAt).toISOString(),
      endedAt: new Date(
        startedAt + (3 - (index % 3)) * 190_000 * (1 + ((index * 37) % 10) / 8),
      ).toISOString(),
      tenants: { succeeded: isFailed ? 55 : 58, failed: isFailed ? 3 : 0, skipped: 2 },
      chunks: [9984, 412, 60][index % 3]!,
      estimatedUsd: [1.24, 0.31, 0.004][index % 3]!,
      ...(isFailed && {
        chunksFailed: 12,
        reason: "3 of 58 tenants failed. The first: the feed answered 503.",
      }),
    };
  });
  return [run, ...before];
}
