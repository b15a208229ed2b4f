/** Paths of the server, for the page and for the server. */

/** The element of a report that holds its `ReportData`. A served page has no such element. */
export const reportDataId = "report-data";

const path = (...parts: readonly string[]) => parts.map((part) => `/${encodeURIComponent(part)}`).join("");

/** GET, unless it says otherwise. All answer JSON: the view that the comment names, or a `ProblemView`. */
export const addresses = {
  /** `PageView` */
  page: "/api/page",
  /** `RunsView`; the query has the `RunFilters`. */
  runs: "/api/runs",
  /** `MailView` */
  mail: "/api/mail",
  /** Server-sent `PageEvent`s. With `?workflow=…&runId=…` also of that run. */
  events: "/api/events",
  /** `RunView` */
  run: (workflow: string, runId: string) => `/api/runs${path(workflow, runId)}`,
  /** `RunCauses` of contract/causes.ts. It asks AWS more than the others: fetch it last. */
  causes: (workflow: string, runId: string) => `/api/runs${path(workflow, runId, "causes")}`,
  /** `ChunkView`, with the log tail of each stage's latest try. */
  chunk: (workflow: string, runId: string, chunk: number) =>
    `/api/runs${path(workflow, runId, "chunks", String(chunk))}`,
  /** POST a `RerunRequest` as JSON; answers `ActionAnswer`. */
  rerun: (workflow: string, runId: string) => `/api/runs${path(workflow, runId, "rerun")}`,
  /** POST `{}` as JSON; answers `ActionAnswer`. */
  stop: (workflow: string, runId: string) => `/api/runs${path(workflow, runId, "stop")}`,
} as const;
