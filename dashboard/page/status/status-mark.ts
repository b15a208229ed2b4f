import { html } from "../html.ts";
import type { Mark } from "./status.ts";

/** Shapes in a square of 14: told apart without colour. */
const shapes: Readonly<Record<Mark, () => unknown>> = {
  succeeded: () => html`<circle cx="7" cy="7" r="6" fill="var(--succeeded)" />
    <path d="M4 7.3 6.2 9.5 10.2 5" fill="none" stroke="var(--paper)" stroke-width="1.8" />`,
  failed: () => html`<rect x="1" y="1" width="12" height="12" rx="2" fill="var(--failed)" />
    <path d="M4.2 4.2 9.8 9.8M9.8 4.2 4.2 9.8" stroke="var(--failed-mark)" stroke-width="1.8" />`,
  running: () => html`<circle cx="7" cy="7" r="5.2" fill="none" stroke="var(--running)" stroke-width="1.6" />
    <path d="M7 3.6a3.4 3.4 0 0 1 0 6.8z" fill="var(--running)" class="pulse" />`,
  interrupted: () => html`<path d="M7 1 13 13H1z" fill="var(--interrupted)" />
    <path d="M7 5v4M7 10.2v1.4" stroke="var(--interrupted-mark)" stroke-width="1.5" />`,
  memory: () => html`<path d="M7 1 13 7 7 13 1 7z" fill="var(--interrupted)" />
    <path d="M7 10V4.6M4.8 6.6 7 4.4 9.2 6.6" fill="none" stroke="var(--interrupted-mark)" stroke-width="1.4" />`,
  waiting: () =>
    html`<circle cx="7" cy="7" r="5.2" fill="none" stroke="var(--waiting)" stroke-width="1.5" />`,
  notStarted: () => html`<path d="M3 7h8" stroke="var(--line-strong)" stroke-width="1.6" />`,
  skipped: () => html`<path d="M3 4l4 3-4 3zM8 4l4 3-4 3z" fill="var(--line-strong)" />`,
};

/** A status as a small picture; the text beside it says the same to screen readers. */
export const StatusMark = ({ mark }: { readonly mark: Mark }) =>
  html`<svg class="mark" viewBox="0 0 14 14" aria-hidden="true">${shapes[mark]()}</svg>`;

/** A status: picture and word. */
export const StatusWord = ({ mark, words }: { readonly mark: Mark; readonly words: string }) =>
  html`<span class=${`status ink-${mark}`}><${StatusMark} mark=${mark} />${words}</span>`;
