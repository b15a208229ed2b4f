import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { RunView } from "../../view.ts";
import { html } from "../html.ts";
import { hashOf } from "../route.ts";
import { tookMs } from "../runs/history.ts";
import type { Source } from "../source/source.ts";
import { runStatuses } from "../status/status.ts";
import { StatusMark } from "../status/status-mark.ts";
import { duration } from "../text/durations.ts";
import { count, dollars } from "../text/numbers.ts";
import { dayAndTime } from "../text/times.ts";
import { ActionDialog } from "./action-dialog.ts";

/** What a run is and how it stands, and what can be done about it. */
export function RunHeader({
  source,
  view,
  isReport,
}: {
  readonly source: Source;
  readonly view: RunView;
  readonly isReport: boolean;
}) {
  const { run } = view;
  const { words, mark } = runStatuses[run.status];
  return html`<header class="run-head">
    <div class="run-title">
      ${!isReport && html`<nav aria-label="Path" class="path"><a href=${hashOf({ at: "runs" })}>Runs</a> <span aria-hidden="true">/</span> <span class="mono">${run.runId}</span></nav>`}
      <h1>${run.workflow} <span class=${`run-status ink-${mark}`}><${StatusMark} mark=${mark} /> ${words}</span></h1>
    </div>
    ${!isReport && html`<${Actions} source=${source} view=${view} />`}
    ${run.reason !== undefined && html`<p class="run-reason">${run.reason}</p>`}
    <${Facts} view=${view} />
  </header>`;
}

function Facts({ view }: { readonly view: RunView }) {
  const { run, tenants } = view;
  const of = (...statuses: readonly string[]) =>
    tenants.filter(({ status }) => statuses.includes(status)).length;
  const isOver = run.endedAt !== undefined;
  return html`<dl class="facts">
    ${fact("Started", html`<time datetime=${run.startedAt}>${dayAndTime(run.startedAt)}</time>`)}
    ${fact(isOver ? "Took" : "Under way for", duration(tookMs(run)))}
    ${fact(
      "Tenants",
      listed(
        [of("SUCCEEDED"), "succeeded"],
        [of("FAILED"), "failed", "ink-failed"],
        [of("RUNNING", "WAITING"), "under way", "ink-running"],
        [of("SKIPPED"), "skipped", "faint"],
      ),
    )}
    ${fact("Chunks", chunkCounts(view))}
    ${run.estimatedUsd !== undefined && fact("Cost, about", dollars(run.estimatedUsd))}
  </dl>`;
}

function chunkCounts({ matrix, tenants, isIncomplete }: RunView) {
  if (isIncomplete) return count(matrix.chunks);
  if (matrix.chunks === 0) return "none yet";
  const done = tenants.reduce((sum, { chunksDone }) => sum + chunksDone, 0);
  const failed = tenants.reduce((sum, { chunksFailed }) => sum + chunksFailed, 0);
  return html`${count(done)} of ${count(matrix.chunks)} done${failed > 0 && html`, <span class="ink-failed">${count(failed)} failed</span>`}`;
}

const fact = (name: string, value: ComponentChildren) =>
  html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`;

function listed(...parts: readonly (readonly [number, string, string?])[]) {
  const known = parts.filter(([number]) => number > 0);
  if (known.length === 0) return "none yet";
  return known.map(
    ([number, words, style], at) =>
      html`${at > 0 && ", "}<span key=${words} class=${style}>${count(number)} ${words}</span>`,
  );
}

function Actions({ source, view }: { readonly source: Source; readonly view: RunView }) {
  const { workflow, runId, status } = view.run;
  const [dialog, setDialog] = useState<"rerun" | "stop">();
  const [done, setDone] = useState<string>();
  const { rerun, stop } = view.actions;
  const isOver = status !== "RUNNING";
  const button = (name: "rerun" | "stop", text: string, style: string) => {
    const action = view.actions[name];
    return html`<button
      type="button"
      class=${style}
      disabled=${!action.can}
      title=${action.can ? action.will : action.why}
      aria-describedby=${action.can ? undefined : `${name}-why`}
      onClick=${() => setDialog(name)}
    >${text}</button>
    ${!action.can && html`<span id=${`${name}-why`} class="for-readers">${action.why}</span>`}`;
  };
  return html`<div class="actions">
    ${isOver && status !== "SUCCEEDED" && button("rerun", "Rerun what is unfinished…", "button first")}
    ${!isOver && button("stop", "Stop…", "button")}
    <p role="status" class=${done === undefined ? "for-readers" : "soft"}>${done}</p>
    ${
      dialog === "rerun" &&
      rerun.can &&
      html`<${ActionDialog}
        title="Rerun what is unfinished"
        will=${rerun.will}
        verb="Rerun"
        tenants=${view.tenants.filter(({ status: of }) => of === "FAILED").map(({ tenant }) => tenant)}
        act=${(tenants: readonly string[] | undefined) => source.rerun({ workflow, runId }, tenants === undefined ? {} : { tenants })}
        onDone=${setDone}
        close=${() => setDialog(undefined)}
      />`
    }
    ${
      dialog === "stop" &&
      stop.can &&
      html`<${ActionDialog}
        title="Stop this run"
        will=${stop.will}
        verb="Stop the run"
        tenants=${[]}
        act=${() => source.stop({ workflow, runId })}
        onDone=${setDone}
        close=${() => setDialog(undefined)}
      />`
    }
  </div>`;
}
