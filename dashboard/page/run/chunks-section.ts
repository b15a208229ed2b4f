import { useMemo, useState } from "preact/hooks";
import type { ChunkStatusName, RunView } from "../../view.ts";
import { html } from "../html.ts";
import { countStatuses, groupChunks } from "../matrix/cells.ts";
import { Matrix } from "../matrix/matrix.ts";
import type { ChunkPlace } from "../route.ts";
import { Section } from "../shell/section.ts";
import { chunkStatuses } from "../status/status.ts";
import { StatusMark } from "../status/status-mark.ts";
import { count, counted } from "../text/numbers.ts";

export interface ChunksSectionProps {
  readonly view: RunView;
  readonly chosen?: ChunkPlace | undefined;
  readonly open: (place: ChunkPlace) => void;
}

/** The matrix with its legend, which is also its filter. */
export function ChunksSection({ view, chosen, open }: ChunksSectionProps) {
  const { matrix, tenants, stages } = view;
  const [statuses, setStatuses] = useState<ReadonlySet<ChunkStatusName>>(new Set());
  const [tenant, setTenant] = useState("");
  const counts = useMemo(() => countStatuses(matrix), [matrix]);
  const groups = useMemo(
    () => groupChunks(matrix, tenants, { statuses, tenant: tenant === "" ? undefined : tenant }),
    [matrix, tenants, statuses, tenant],
  );
  const names = useMemo(() => stages.map(({ stage }) => stage), [stages]);
  const toggle = (name: ChunkStatusName) => {
    const next = new Set(statuses);
    if (!next.delete(name)) next.add(name);
    setStatuses(next);
  };
  if (view.isIncomplete) {
    return html`<${Section} id="chunks" title="Chunks"><p class="soft" role="status">Reading the records of ${counted(matrix.chunks, "chunk")}…</p><//>`;
  }
  if (matrix.chunks === 0) {
    return html`<${Section} id="chunks" title="Chunks"><p class="soft">${view.run.endedAt === undefined ? "The run is not planned yet." : "The run had no chunks."}</p><//>`;
  }
  const shown = groups.reduce((sum, { chunks }) => sum + chunks.length, 0);
  const number =
    shown === matrix.chunks
      ? counted(shown, "chunk")
      : `${count(shown)} of ${counted(matrix.chunks, "chunk")}`;
  const order = html`<span class="order">
    ${number}${
      names.length > 1 &&
      html`, each from top to bottom:
    <ol>${names.map((name) => html`<li key=${name}>${name}</li>`)}</ol>`
    }
  </span>`;
  const withChunks = tenants.filter(({ chunks }) => chunks > 0);
  const aside =
    withChunks.length > 1 &&
    html`<select class="field" aria-label="Tenant" onChange=${(event: Event) => setTenant((event.currentTarget as HTMLSelectElement).value)}>
      <option value="">All tenants</option>
      ${withChunks.map((row) => html`<option key=${row.tenant} value=${row.tenant}>${row.tenant}</option>`)}
    </select>`;
  return html`<${Section} id="chunks" title="Chunks" summary=${order} aside=${aside}>
    <div class="legend" role="group" aria-label="Show only chunks with these statuses">
      ${chunkStatuses
        .filter(({ name }) => (counts.get(name) ?? 0) > 0)
        .map(
          ({
            name,
            words,
            mark,
          }) => html`<button key=${name} type="button" aria-pressed=${statuses.has(name)} onClick=${() => toggle(name)}>
          <${StatusMark} mark=${mark} />${words} <b>${count(counts.get(name) ?? 0)}</b>
        </button>`,
        )}
    </div>
    <${Matrix} matrix=${matrix} stages=${names} groups=${groups} chosen=${chosen} onChoose=${open} />
  <//>`;
}
