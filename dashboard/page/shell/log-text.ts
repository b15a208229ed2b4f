import { html } from "../html.ts";
import { readLine } from "../text/log-line.ts";
import { timeOfDay } from "../text/times.ts";

/** Lines of a log. `at` is ISO 8601. */
export const LogText = ({
  lines,
}: {
  readonly lines: readonly { readonly at?: string; readonly line: string }[];
}) =>
  lines.map(({ at, line }) => {
    const { message, fields, level, stack } = readLine(line);
    return html`<span class=${at === undefined ? "log-line" : "log-line timed"}>${at !== undefined && html`<span class="faint">${timeOfDay(at)} </span>`}<span class=${`log-${level}`}>${message}${fields !== "" && html` <span class="faint">${fields}</span>`}${stack !== undefined && `\n${stack}`}${"\n"}</span></span>`;
  });
