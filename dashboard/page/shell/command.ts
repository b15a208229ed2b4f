import { useState } from "preact/hooks";
import { html } from "../html.ts";

/** A command for a terminal, with a button that copies it. */
export function Command({ command, does }: { readonly command: string; readonly does?: string | undefined }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(command);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return html`<div class="command">
    <code title=${does}>${command}</code>
    <button type="button" aria-label=${`Copy: ${does ?? command}`} onClick=${copy}>${copied ? "Copied" : "Copy"}</button>
    <span class="for-readers" role="status">${copied && "Copied"}</span>
  </div>`;
}
