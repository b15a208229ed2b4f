import { useState } from "preact/hooks";
import type { PageView, RunFilters, RunStatus } from "../../view.ts";
import { html } from "../html.ts";
import { useView } from "../shell/use-view.ts";
import type { Source } from "../source/source.ts";
import { runStatuses } from "../status/status.ts";
import { History } from "./history.ts";
import { RunsTable } from "./runs-table.ts";

const spans: readonly (readonly [days: number, name: string])[] = [
  [1, "Last 24 hours"],
  [7, "Last 7 days"],
  [30, "Last 30 days"],
];

/** The list of runs, with its filters. */
export function RunsPage({
  source,
  page,
  version,
}: {
  readonly source: Source;
  readonly page: PageView;
  readonly version: number;
}) {
  const [filters, setFilters] = useState<RunFilters>({});
  const [days, setDays] = useState("");
  const wanted = JSON.stringify([filters, days]);
  const since = days === "" ? {} : { since: new Date(Date.now() - Number(days) * 86_400_000).toISOString() };
  const { view, problem } = useView("runs", `${version} ${wanted}`, () =>
    source.runs({ ...filters, ...since }),
  );
  const set = (name: keyof RunFilters) => (event: Event) => {
    const { value } = event.currentTarget as HTMLInputElement;
    setFilters(({ [name]: _, ...others }) => (value === "" ? others : { ...others, [name]: value }));
  };
  const statuses: readonly RunStatus[] = ["RUNNING", "FAILED", "SUCCEEDED", "TIMED_OUT", "ABORTED"];
  return html`
    <div class="page-head">
      <h1>Runs</h1>
      <form class="filters" role="search" aria-label="Filter runs" onSubmit=${(event: Event) => event.preventDefault()}>
        <select class="field" aria-label="Workflow" onChange=${set("workflow")}>
          <option value="">All workflows</option>
          ${page.workflows.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
        </select>
        <select class="field" aria-label="Status" onChange=${set("status")}>
          <option value="">Any status</option>
          ${statuses.map((status) => html`<option key=${status} value=${status}>${runStatuses[status].words}</option>`)}
        </select>
        <select class="field" aria-label="Started" onChange=${(event: Event) => setDays((event.currentTarget as HTMLSelectElement).value)}>
          <option value="">Any time</option>
          ${spans.map(([span, name]) => html`<option key=${span} value=${span}>${name}</option>`)}
        </select>
        <input class="field" type="search" placeholder="Tenant" aria-label="Tenant" onChange=${set("tenant")} />
      </form>
    </div>
    ${problem !== undefined && html`<p class="trouble" role="alert">${problem}</p>`}
    ${view !== undefined && view.runs.length > 0 && html`<${History} runs=${view.runs} />`}
    ${view !== undefined && html`<${RunsTable} view=${view} />`}`;
}
