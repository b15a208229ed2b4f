import type { ComponentChildren } from "preact";
import { html } from "../html.ts";

export interface SectionProps {
  readonly id: string;
  readonly title: string;
  /** A few words beside the title. */
  readonly summary?: ComponentChildren;
  /** Controls at the right. */
  readonly aside?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** A part of a page with its heading. */
export const Section = ({ id, title, summary, aside, children }: SectionProps) =>
  html`<section class="section" id=${id} aria-labelledby=${`${id}-title`}>
    <header>
      <h2 id=${`${id}-title`}>${title}</h2>
      ${summary !== undefined && html`<div class="summary">${summary}</div>`}
      <div class="spread"></div>
      ${aside}
    </header>
    ${children}
  </section>`;
