import { useRef, useState } from "preact/hooks";
import { html } from "../html.ts";

/** A command for a terminal, with a button that copies it. */
export function Command({ command, does }: { readonly command: string; readonly does?: string | undefined }) {
  const [copied, setCopied] = useState<string>();
  const code = useRef<HTMLElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(command);
    } catch {
      // Some browsers let no file copy: then the user's own keys copy what is selected.
      if (code.current !== null) getSelection()?.selectAllChildren(code.current);
      return setCopied("Selected");
    }
    setCopied("Copied");
    setTimeout(() => setCopied(undefined), 2000);
  };
  return html`<div class="command">
    <code ref=${code} title=${does}>${command}</code>
    <button type="button" aria-label=${`Copy: ${does ?? command}`} onClick=${copy}>${copied ?? "Copy"}</button>
    <span class="for-readers" role="status">${copied}</span>
  </div>`;
}
