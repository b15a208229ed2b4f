import type { RunRow } from "../../view.ts";
import { html } from "../html.ts";
import { hashOf } from "../route.ts";
import { runStatuses } from "../status/status.ts";
import { between, duration } from "../text/durations.ts";
import { dayAndTime } from "../text/times.ts";

const shown = 30;
/** With fewer runs there is nothing to compare. */
const fewest = 3;

/** Per workflow its latest runs as bars: as tall as they took long, newest at the right. */
export function History({ runs }: { readonly runs: readonly RunRow[] }) {
  const byWorkflow = Object.entries(Object.groupBy(runs, ({ workflow }) => workflow));
  const workflows = byWorkflow.filter(([, rows = []]) => rows.length >= fewest);
  if (workflows.length === 0) return null;
  return html`<ul class="history">
    ${workflows.map(([workflow, rows = []]) => html`<${Bars} key=${workflow} workflow=${workflow} runs=${rows.slice(0, shown).reverse()} />`)}
  </ul>`;
}

function Bars({ workflow, runs }: { readonly workflow: string; readonly runs: readonly RunRow[] }) {
  const times = runs.map(tookMs);
  const longest = Math.max(...times, 1);
  const ended = times.filter((_, at) => runs[at]!.endedAt !== undefined).sort((a, b) => a - b);
  const typical = ended[Math.floor(ended.length / 2)];
  const failed = runs.filter(({ status }) => status === "FAILED" || status === "TIMED_OUT").length;
  return html`<li>
    <h2>${workflow}</h2>
    <div class="history-bars">
      ${runs.map((run, at) => {
        const { words, mark } = runStatuses[run.status];
        const height = Math.max(3, Math.round((times[at]! / longest) * 28));
        const name = `${dayAndTime(run.startedAt)}: ${words}, ${duration(times[at]!)}`;
        return html`<a key=${run.runId} href=${hashOf({ at: "run", ...nameOf(run) })} title=${name} aria-label=${`${workflow}, ${name}`}>
          <i class=${`fill-${mark}`} style=${{ height: `${height}px` }}></i>
        </a>`;
      })}
    </div>
    <p class="faint">${typical !== undefined && `${duration(typical)} as a rule`}${failed > 0 && html`, <span class="ink-failed">${failed} of ${runs.length} failed</span>`}</p>
  </li>`;
}

const nameOf = ({ workflow, runId }: RunRow) => ({ workflow, runId });

/** How long a run took, or how long it has been under way. */
export const tookMs = ({ startedAt, endedAt }: RunRow) =>
  between(startedAt, endedAt ?? new Date().toISOString());
