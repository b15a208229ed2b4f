import { useLayoutEffect, useRef } from "preact/hooks";
import type { LogLine } from "../../view.ts";
import { html } from "../html.ts";
import { LogText } from "../shell/log-text.ts";

/** The last lines of a log, scrolled to its end. */
export function LogTail({ lines }: { readonly lines: readonly LogLine[] }) {
  const box = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    box.current?.scrollTo(0, box.current.scrollHeight);
  }, [lines]);
  return html`<h3>End of its log</h3>
    ${
      lines.length === 0
        ? html`<p class="soft">It wrote nothing.</p>`
        : html`<pre class="log" tabindex="0" aria-label="End of its log" ref=${box}><${LogText} lines=${lines} /></pre>`
    }`;
}
