import type { RunRow, RunsView } from "../../view.ts";
import { html } from "../html.ts";
import { hashOf } from "../route.ts";
import { runStatuses } from "../status/status.ts";
import { StatusMark } from "../status/status-mark.ts";
import { duration } from "../text/durations.ts";
import { count, counted, dollars } from "../text/numbers.ts";
import { dayAndTime } from "../text/times.ts";
import { tookMs } from "./history.ts";

/** The runs, newest first. */
export function RunsTable({ view }: { readonly view: RunsView }) {
  if (view.runs.length === 0) return html`<p class="empty">${emptyReason(view)}</p>`;
  return html`<div class="scroll-x">
    <table class="runs">
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Started</th>
          <th scope="col" class="number">Took</th>
          <th scope="col" class="number chunks">Chunks</th>
          <th scope="col" class="number wide">Cost, about</th>
          <th scope="col" class="run-tenants">Tenants</th>
          <th scope="col" class="reason">Reason</th>
          <th scope="col" class="wide">Id</th>
        </tr>
      </thead>
      <tbody>${view.runs.map((run) => html`<${Row} key=${`${run.workflow}/${run.runId}`} run=${run} />`)}</tbody>
    </table>
    ${view.hasMore && html`<p class="soft more">Older runs are left out. Filter, or use: <code>npx batchline runs</code></p>`}
  </div>`;
}

const emptyReason = ({ filters }: RunsView) =>
  Object.keys(filters).length === 0
    ? html`No run yet. Start one: <code>npx batchline run${" <workflow>"}</code>`
    : "No run matches these filters.";

function Row({ run }: { readonly run: RunRow }) {
  const { words, mark } = runStatuses[run.status];
  const { workflow, runId, tenants, chunks, chunksFailed = 0 } = run;
  return html`<tr>
    <th scope="row">
      <span class="run-name">
        <${StatusMark} mark=${mark} />
        <a href=${hashOf({ at: "run", workflow, runId })} aria-label=${`${workflow}, ${words}, run ${runId}`}>${workflow}</a>
      </span>
      ${run.status !== "SUCCEEDED" && html`<span class="narrow">${run.reason ?? words}</span>`}
    </th>
    <td class="when"><time datetime=${run.startedAt}>${dayAndTime(run.startedAt)}</time></td>
    <td class="number">${run.endedAt === undefined ? html`<span class="ink-running">${duration(tookMs(run))}</span>` : duration(tookMs(run))}</td>
    <td class="number chunks">${chunks > 0 ? count(chunks) : dash}</td>
    <td class="number wide">${run.estimatedUsd === undefined ? dash : dollars(run.estimatedUsd)}</td>
    <td class="run-tenants">${tenants === undefined ? html`<span class=${`ink-${mark}`}>${words}</span>` : tenantCounts(tenants)}</td>
    <td class="reason">
      ${chunksFailed > 0 && html`<span class="ink-failed">${counted(chunksFailed, "chunk")} failed. </span>`}${run.status !== "SUCCEEDED" && run.reason}
    </td>
    <td class="wide mono faint">${runId}</td>
  </tr>`;
}

const dash = html`<span class="faint">–</span>`;

const tenantCounts = ({ succeeded, failed, skipped }: NonNullable<RunRow["tenants"]>) =>
  html`${failed > 0 && html`<span class="ink-failed">${count(failed)} failed</span>, `}${count(succeeded)} ok${skipped > 0 && html`<span class="faint">, ${count(skipped)} skipped</span>`}`;
