import type { ChunkStageView } from "../../view.ts";
import { html } from "../html.ts";
import { count } from "../text/numbers.ts";

/** The first items that failed. */
export const Failures = ({
  failures,
  failed,
}: {
  readonly failures: NonNullable<ChunkStageView["failures"]>;
  readonly failed: number;
}) =>
  html`<h3>Failed items${failed > failures.length && html` <span class="faint">the first ${count(failures.length)} of ${count(failed)}</span>`}</h3>
    <ul class="failures">
      ${failures.map(({ item, reason }) => html`<li key=${item}><code>${item}</code><span>${reason}</span></li>`)}
    </ul>`;
