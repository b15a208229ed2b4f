import { useEffect, useRef } from "preact/hooks";
import type { ChunkStageView, ChunkView, RunView } from "../../view.ts";
import { html } from "../html.ts";
import { nextFailed, statusAt } from "../matrix/cells.ts";
import type { ChunkPlace } from "../route.ts";
import { Command } from "../shell/command.ts";
import { Items } from "../shell/items.ts";
import { useView } from "../shell/use-view.ts";
import type { RunName, Source } from "../source/source.ts";
import { chunkStatus } from "../status/status.ts";
import { StatusMark, StatusWord } from "../status/status-mark.ts";
import { between, duration } from "../text/durations.ts";
import { sentence } from "../text/sentence.ts";
import { timeOfDay } from "../text/times.ts";
import { Failures } from "./failures.ts";
import { LogTail } from "./log-tail.ts";
import { Tries } from "./tries.ts";

export interface ChunkPanelProps {
  readonly source: Source;
  readonly run: RunName;
  readonly view: RunView;
  readonly version: number;
  readonly place: ChunkPlace;
  readonly open: (place: ChunkPlace) => void;
  readonly close: () => void;
  readonly isReport: boolean;
}

/** One chunk: its stages, and of one stage the cause, the tries and the log. What the matrix knows is there at once. */
export function ChunkPanel({ source, run, view, version, place, open, close, isReport }: ChunkPanelProps) {
  const { chunk, stage } = place;
  const { view: detail, problem } = useView<ChunkView | undefined>(`${run.runId}/${chunk}`, version, () =>
    source.chunk(run, chunk),
  );
  const panel = useRef<HTMLElement>(null);
  const tenant = view.tenants[view.matrix.tenantOf[chunk] ?? -1]?.tenant ?? "";
  const name = view.stages[stage]!.stage;
  const status = chunkStatus(statusAt(view.matrix, chunk, stage));
  const next = nextFailed(view.matrix, chunk);
  useEffect(() => {
    // On a narrow screen the panel covers the page, so the focus goes into it.
    if (matchMedia("(max-width: 1000px)").matches) panel.current?.focus();
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !document.querySelector("dialog[open]")) close();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [close]);
  return html`<aside class="chunk" aria-label="Chunk" tabindex="-1" ref=${panel}>
    <header class="chunk-head">
      <div>
        <h2>${tenant} <span class="soft">chunk ${chunk}</span></h2>
      </div>
      <div class="chunk-tools">
        ${next !== undefined && html`<button type="button" class="plain link" onClick=${() => open(next)}>Next failed</button>`}
        <button type="button" class="plain close" aria-label="Close" onClick=${close}>✕</button>
      </div>
    </header>
    <ol class="chain" aria-label="Stages of this chunk">
      ${view.stages.map(({ stage: of }, at) => {
        const { mark, words } = chunkStatus(statusAt(view.matrix, chunk, at));
        return html`<li key=${of}>
          <button type="button" aria-current=${at === stage ? "step" : undefined} onClick=${() => open({ chunk, stage: at })}>
            <${StatusMark} mark=${mark} />${of}<span class="for-readers">: ${words}</span>
          </button>
        </li>`;
      })}
    </ol>
    <div>
      <p class="chunk-status" role="status"><${StatusWord} mark=${status.mark} words=${status.words} /></p>
      ${problem !== undefined && html`<p class="trouble">${problem}</p>`}
      ${detail === undefined && problem === undefined && html`<p class="soft">${isReport ? "This report leaves out the details of this chunk." : "Reading its record…"}</p>`}
      ${detail !== undefined && html`<${StageDetail} detail=${detail} stage=${name} readAt=${view.readAt} />`}
    </div>
  </aside>`;
}

function StageDetail({
  detail,
  stage,
  readAt,
}: {
  readonly detail: ChunkView;
  readonly stage: string;
  readonly readAt: string;
}) {
  const shown = detail.stages.find((one) => one.stage === stage);
  if (shown === undefined) return html`<p class="soft">This stage has no record yet.</p>`;
  return html`
    ${shown.cause !== undefined && html`<p class="chunk-cause">${sentence(shown.cause)}</p>`}
    ${shown.advice !== undefined && html`<p>${sentence(shown.advice)}</p>`}
    ${shown.where !== undefined && html`<p class="soft">Thrown at <code>${shown.where}</code></p>`}
    ${shown.result !== undefined && html`<p>${shown.result}</p>`}
    <${Facts} shown=${shown} readAt=${readAt} />
    ${shown.tries.length > 0 && html`<${Tries} tries=${shown.tries} cause=${shown.cause} readAt=${readAt} />`}
    ${shown.failures !== undefined && shown.failures.length > 0 && html`<${Failures} failures=${shown.failures} failed=${shown.items.failed} />`}
    ${shown.logTail !== undefined && html`<${LogTail} lines=${shown.logTail} />`}
    ${
      detail.commands.length > 0 &&
      html`<h3>In a terminal</h3>
    <ul class="chunk-commands">
      ${detail.commands.map(({ does, command }) => html`<li key=${command}><span class="soft">${does}</span><${Command} command=${command} does=${does} /></li>`)}
    </ul>`
    }`;
}

function Facts({ shown, readAt }: { readonly shown: ChunkStageView; readonly readAt: string }) {
  const { startedAt, endedAt, items, total, heardAt, status } = shown;
  const known = items.done + items.failed + items.skipped > 0 || total !== undefined;
  return html`<dl class="facts">
    ${startedAt !== undefined && html`<div><dt>Started</dt><dd><time datetime=${startedAt}>${timeOfDay(startedAt)}</time></dd></div>`}
    ${startedAt !== undefined && endedAt !== undefined && html`<div><dt>Took</dt><dd>${duration(between(startedAt, endedAt))}</dd></div>`}
    ${known && html`<div><dt>Items</dt><dd><${Items} items=${items} total=${total} /></dd></div>`}
    ${status === "running" && heardAt !== undefined && html`<div><dt>Last sign of life</dt><dd>${duration(between(heardAt, readAt))} ago</dd></div>`}
  </dl>`;
}
