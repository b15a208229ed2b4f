import { html } from "../html.ts";
import type { Mark } from "../status/status.ts";

export interface BarPart {
  readonly mark: Mark;
  readonly count: number;
}

/** A thin bar of parts; the numbers stand beside it as text. A part that exists is always seen. */
export const Bar = ({ parts }: { readonly parts: readonly BarPart[] }) =>
  html`<div class="bar" aria-hidden="true">
    ${parts
      .filter(({ count }) => count > 0)
      .map(
        ({ mark, count }) => html`<i key=${mark} class=${`fill-${mark}`} style=${{ flexGrow: count }}></i>`,
      )}
  </div>`;
