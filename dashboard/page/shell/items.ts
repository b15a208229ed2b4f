import type { ItemCounts } from "../../../contract/records.ts";
import { html } from "../html.ts";
import { count } from "../text/numbers.ts";

/** Counts of items: `total` is absent if nobody knows it. */
export const Items = ({
  items,
  total,
}: {
  readonly items: ItemCounts;
  readonly total?: number | undefined;
}) =>
  html`${count(items.done)}${total !== undefined && html` <span class="faint">of ${count(total)}</span>`}${items.skipped > 0 && html`<span class="faint">, ${count(items.skipped)} skipped</span>`}${items.failed > 0 && html`<span class="ink-failed">, ${count(items.failed)} failed</span>`}`;
