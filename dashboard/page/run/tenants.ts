import { useState } from "preact/hooks";
import { chunkStatusCodes, type RunView, type TenantRow } from "../../view.ts";
import { html } from "../html.ts";
import type { ChunkPlace } from "../route.ts";
import { Bar } from "../shell/bar.ts";
import { Items } from "../shell/items.ts";
import { Section } from "../shell/section.ts";
import { tenantStatuses } from "../status/status.ts";
import { StatusWord } from "../status/status-mark.ts";
import { duration } from "../text/durations.ts";
import { count } from "../text/numbers.ts";

/** Rows before somebody asks for all. */
const firstRows = 20;
const order = Object.keys(tenantStatuses);

/** The tenants, those that need attention first. */
export function Tenants({
  view,
  open,
}: {
  readonly view: RunView;
  readonly open: (place: ChunkPlace) => void;
}) {
  const [filter, setFilter] = useState("");
  const [isWhole, setWhole] = useState(false);
  const rows = view.tenants
    .filter(({ tenant }) => tenant.includes(filter.trim().toLowerCase()))
    .toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  const shown = isWhole ? rows : rows.slice(0, firstRows);
  const search =
    view.tenants.length > 10 &&
    html`<input class="field" type="search" placeholder="Find a tenant" aria-label="Find a tenant" onInput=${(event: Event) => setFilter((event.currentTarget as HTMLInputElement).value)} />`;
  return html`<${Section} id="tenants" title="Tenants" summary=${count(view.tenants.length)} aside=${search}>
    <div class="scroll-x">
      <table class="tenants">
        <thead>
          <tr>
            <th scope="col">Tenant</th>
            <th scope="col">Status</th>
            <th scope="col">Chunks</th>
            <th scope="col" class="number">Items</th>
            <th scope="col" class="number wide">Worked</th>
            <th scope="col" class="reason">Reason</th>
          </tr>
        </thead>
        <tbody>${shown.map((row) => html`<${Row} key=${row.tenant} row=${row} view=${view} open=${open} />`)}</tbody>
      </table>
    </div>
    ${rows.length === 0 && html`<p class="soft">No tenant has this in its name.</p>`}
    ${rows.length > shown.length && html`<button type="button" class="button more" onClick=${() => setWhole(true)}>Show all ${count(rows.length)} tenants</button>`}
  <//>`;
}

function Row({
  row,
  view,
  open,
}: {
  readonly row: TenantRow;
  readonly view: RunView;
  readonly open: (place: ChunkPlace) => void;
}) {
  const { words, mark } = tenantStatuses[row.status];
  return html`<tr>
    <th scope="row">${row.chunks === 0 ? row.tenant : html`<button type="button" class="plain link" onClick=${() => open(firstChunk(view, row))}>${row.tenant}</button>`}${row.reason !== undefined && html`<span class="narrow">${row.reason}</span>`}</th>
    <td><${StatusWord} mark=${mark} words=${words} /></td>
    <td><div class="progress">
      ${
        row.chunks > 0 &&
        html`<${Bar} parts=${[
          { mark: "succeeded", count: row.chunksDone },
          { mark: "failed", count: row.chunksFailed },
          { mark: "waiting", count: row.chunks - row.chunksDone - row.chunksFailed },
        ]} />
      <span class="counts">${count(row.chunksDone)} of ${count(row.chunks)}${row.chunksFailed > 0 && html`, <span class="ink-failed">${count(row.chunksFailed)} failed</span>`}</span>`
      }</div>
    </td>
    <td class="number">
      ${row.chunks > 0 && html`<${Items} items=${row.items} />`}
    </td>
    <td class="number wide">${row.workSeconds !== undefined && duration(row.workSeconds * 1000)}</td>
    <td class="reason">${row.reason}</td>
  </tr>`;
}

/** The tenant's first failed cell, else its first chunk. */
function firstChunk({ matrix, tenants }: RunView, row: TenantRow): ChunkPlace {
  const place = tenants.indexOf(row);
  for (const [stage, column] of matrix.columns.entries()) {
    const chunk = matrix.tenantOf.findIndex(
      (tenant, at) => tenant === place && column[at] === chunkStatusCodes.failed,
    );
    if (chunk >= 0) return { chunk, stage };
  }
  return { chunk: matrix.tenantOf.indexOf(place), stage: 0 };
}
