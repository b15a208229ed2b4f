import { useState } from "preact/hooks";
import type { MailMessage } from "../../view.ts";
import { html } from "../html.ts";
import { useView } from "../shell/use-view.ts";
import type { Source } from "../source/source.ts";
import { counted } from "../text/numbers.ts";
import { dayAndTime } from "../text/times.ts";

const channels: Readonly<Record<MailMessage["channel"], string>> = {
  email: "E-mail",
  topic: "Topic",
  webhook: "Webhook",
};

/** Mails and messages that a run would have sent. */
export function MailPage({ source, version }: { readonly source: Source; readonly version: number }) {
  const { view, problem } = useView("mail", version, () => source.mail());
  const [openId, setOpenId] = useState<string>();
  const messages = view?.messages ?? [];
  const open = messages.find(({ id }) => id === openId) ?? messages[0];
  return html`
    <div class="page-head">
      <h1>Mailbox</h1>
      <p class="soft">Nothing here was sent. ${messages.length > 0 && counted(messages.length, "message")}</p>
    </div>
    ${problem !== undefined && html`<p class="trouble" role="alert">${problem}</p>`}
    ${view !== undefined && messages.length === 0 && html`<p class="empty">No message yet. Runs write here when they break, and when they are well again.</p>`}
    ${
      open !== undefined &&
      html`<div class="mailbox">
      <ul class="mail-list" aria-label="Messages">
        ${messages.map(
          (message) => html`<li key=${message.id}>
            <button type="button" class="plain" aria-current=${message === open} onClick=${() => setOpenId(message.id)}>
              <span class="mail-line"><b>${message.to.join(", ")}</b><time class="faint" datetime=${message.at}>${dayAndTime(message.at)}</time></span>
              <span class="mail-subject">${message.subject}</span>
              <span class="faint">${channels[message.channel]}</span>
            </button>
          </li>`,
        )}
      </ul>
      <article class="mail" aria-label="Message">
        <h2>${open.subject}</h2>
        <dl class="facts">
          <div><dt>By</dt><dd>${channels[open.channel]}</dd></div>
          ${open.from !== undefined && html`<div><dt>From</dt><dd>${open.from}</dd></div>`}
          <div><dt>To</dt><dd>${open.to.join(", ")}</dd></div>
          <div><dt>At</dt><dd><time datetime=${open.at}>${dayAndTime(open.at)}</time></dd></div>
        </dl>
        <pre class=${open.channel} tabindex="0" aria-label="Text">${open.text}</pre>
      </article>
    </div>`
    }`;
}
