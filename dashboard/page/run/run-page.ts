import { useCallback, useRef } from "preact/hooks";
import { ChunkPanel } from "../chunk/chunk-panel.ts";
import { html } from "../html.ts";
import { type ChunkPlace, hashOf } from "../route.ts";
import { Command } from "../shell/command.ts";
import { Section } from "../shell/section.ts";
import { useView } from "../shell/use-view.ts";
import type { RunName, Source } from "../source/source.ts";
import { Causes } from "./causes.ts";
import { ChunksSection } from "./chunks-section.ts";
import { Machine } from "./machine.ts";
import { Notices } from "./notices.ts";
import { RunHeader } from "./run-header.ts";
import { Stages } from "./stages.ts";
import { Tenants } from "./tenants.ts";
import { TimelineSection } from "./timeline-section.ts";

export interface RunPageProps {
  readonly source: Source;
  readonly run: RunName;
  readonly version: number;
  readonly isReport: boolean;
  /** The chunk whose detail is open. */
  readonly chosen?: ChunkPlace | undefined;
}

/** One run: what failed first, then where, when and whose. */
export function RunPage({ source, run, version, isReport, chosen }: RunPageProps) {
  const { workflow, runId } = run;
  const { view, problem } = useView(`${workflow}/${runId}`, version, () => source.run(run));
  const opener = useRef<Element | null>(null);
  const open = useCallback(
    (place: ChunkPlace) => {
      if (!document.activeElement?.closest(".chunk")) opener.current = document.activeElement;
      // The browser's button Back leaves the run: it does not go from cell to cell.
      history.replaceState(null, "", hashOf({ at: "run", workflow, runId, chunk: place }));
      dispatchEvent(new HashChangeEvent("hashchange"));
    },
    [workflow, runId],
  );
  const close = useCallback(() => {
    history.replaceState(null, "", hashOf({ at: "run", workflow, runId }));
    dispatchEvent(new HashChangeEvent("hashchange"));
    if (opener.current instanceof HTMLElement) opener.current.focus();
  }, [workflow, runId]);
  if (view === undefined) {
    return problem === undefined
      ? html`<p class="empty" role="status">Reading the run's records…</p>`
      : html`<p class="trouble" role="alert">${problem}</p>`;
  }
  const isOpen =
    chosen !== undefined && chosen.chunk < view.matrix.chunks && chosen.stage < view.stages.length;
  const place = isOpen ? chosen : undefined;
  return html`<div class=${isOpen ? "run with-chunk" : "run"}>
    <div class="run-main">
      <${RunHeader} source=${source} view=${view} isReport=${isReport} />
      ${problem !== undefined && html`<p class="trouble" role="alert">${problem}</p>`}
      <${Notices} notices=${view.notices} />
      <${Causes} source=${source} run=${run} view=${view} open=${open} />
      <${ChunksSection} view=${view} chosen=${place} open=${open} />
      <${Stages} view=${view} />
      <${TimelineSection} view=${view} chosen=${place} open=${open} />
      <${Tenants} view=${view} open=${open} />
      ${view.machine !== undefined && html`<${Machine} machine=${view.machine} />`}
      ${
        view.commands.length > 0 &&
        html`<${Section} id="commands" title="In a terminal">
        <dl class="commands">
          ${view.commands.map(({ does, command }) => html`<div key=${command}><dt>${does}</dt><dd><${Command} command=${command} does=${does} /></dd></div>`)}
        </dl>
      <//>`
      }
    </div>
    ${place !== undefined && html`<${ChunkPanel} source=${source} run=${run} view=${view} version=${version} place=${place} open=${open} close=${close} isReport=${isReport} />`}
  </div>`;
}
