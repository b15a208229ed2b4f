import type { NoticeView } from "../../view.ts";
import { html } from "../html.ts";
import { Command } from "../shell/command.ts";
import { StatusMark } from "../status/status-mark.ts";

/** What else is worth knowing about a run. */
export const Notices = ({ notices }: { readonly notices: readonly NoticeView[] }) =>
  notices.length === 0
    ? null
    : html`<ul class="notices" aria-label="Notices">
        ${notices.map(
          ({ level, sentence, command }) => html`<li key=${sentence} class=${level}>
            ${level === "warning" && html`<${StatusMark} mark="interrupted" />`}
            <p>${sentence}</p>
            ${command !== undefined && html`<${Command} command=${command} />`}
          </li>`,
        )}
      </ul>`;
