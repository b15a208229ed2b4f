import type { CommandView } from "../../view.ts";
import { html } from "../html.ts";
import { Command } from "../shell/command.ts";
import { Section } from "../shell/section.ts";

/** What a terminal can do about the run. */
export const Commands = ({ commands }: { readonly commands: readonly CommandView[] }) =>
  commands.length === 0
    ? null
    : html`<${Section} id="commands" title="In a terminal">
        <dl class="commands">
          ${commands.map(({ does, command }) => html`<div key=${command}><dt>${does}</dt><dd><${Command} command=${command} does=${does} /></dd></div>`)}
        </dl>
      <//>`;
