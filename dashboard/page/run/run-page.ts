import { useCallback, useEffect, useMemo, useRef } from "preact/hooks";
import type { RunView } from "../../view.ts";
import { ChunkPanel } from "../chunk/chunk-panel.ts";
import { html } from "../html.ts";
import { type ChunkPlace, hashOf } from "../route.ts";
import { useView } from "../shell/use-view.ts";
import type { RunName, Source } from "../source/source.ts";
import { Causes } from "./causes.ts";
import { ChunksSection } from "./chunks-section.ts";
import { Commands } from "./commands.ts";
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
  }, [workflow, runId]);
  const isOpen = chosen !== undefined;
  useEffect(() => {
    if (!isOpen && opener.current instanceof HTMLElement) opener.current.focus();
  }, [isOpen]);
  if (view === undefined) {
    return problem === undefined
      ? html`<p class="empty" role="status">Reading the run's records…</p>`
      : html`<p class="trouble" role="alert">${problem}</p>`;
  }
  return html`<${OpenRun}
    ...${{ source, run, version, isReport, view, problem, open, close }}
    chosen=${chosen !== undefined && isThere(chosen, view) ? chosen : undefined}
  />`;
}

const isThere = ({ chunk, stage }: ChunkPlace, { matrix, stages }: RunView) =>
  chunk < matrix.chunks && stage < stages.length;

interface OpenRunProps extends RunPageProps {
  readonly view: RunView;
  readonly problem: string | undefined;
  readonly open: (place: ChunkPlace) => void;
  readonly close: () => void;
}

function OpenRun({ source, run, version, isReport, chosen, view, problem, open, close }: OpenRunProps) {
  const { workflow, runId } = run;
  // Opening a chunk renders only what shows it: preact leaves equal nodes alone.
  const [head, causes, stages, rest] = useMemo(
    () => [
      html`<${RunHeader} source=${source} view=${view} isReport=${isReport} />`,
      html`<${Notices} notices=${view.notices} /><${Causes} source=${source} run=${{ workflow, runId }} view=${view} open=${open} />`,
      !view.isIncomplete && view.stages.length > 0 && html`<${Stages} view=${view} />`,
      html`
        ${!view.isIncomplete && view.tenants.length > 0 && html`<${Tenants} view=${view} open=${open} />`}
        ${view.machine !== undefined && html`<${Machine} machine=${view.machine} />`}
        <${Commands} commands=${view.commands} />`,
    ],
    [source, view, isReport, workflow, runId, open],
  );
  return html`<div class=${chosen === undefined ? "run" : "run with-chunk"}>
    <div class="run-main">
      ${head}
      ${problem !== undefined && html`<p class="trouble" role="alert">${problem}</p>`}
      ${causes}
      <${ChunksSection} view=${view} chosen=${chosen} open=${open} />
      ${stages}
      <${TimelineSection} view=${view} chosen=${chosen} open=${open} />
      ${rest}
    </div>
    ${chosen !== undefined && html`<${ChunkPanel} ...${{ source, run, view, version, open, close, isReport }} place=${chosen} />`}
  </div>`;
}
