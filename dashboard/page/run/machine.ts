import { useLayoutEffect, useRef } from "preact/hooks";
import type { MachineView, StateView } from "../../view.ts";
import { html } from "../html.ts";
import { Section } from "../shell/section.ts";
import type { Mark } from "../status/status.ts";
import { StatusMark } from "../status/status-mark.ts";
import { counted } from "../text/numbers.ts";

const words: Readonly<Record<StateView["status"], { readonly words: string; readonly mark: Mark }>> = {
  current: { words: "is here", mark: "running" },
  failed: { words: "failed", mark: "failed" },
  succeeded: { words: "done", mark: "succeeded" },
};

/** The state machine's picture, with where its execution is; the list beside it says the same. */
export function Machine({ machine }: { readonly machine: MachineView }) {
  const place = useRef<HTMLDivElement>(null);
  const { svg, states } = machine;
  useLayoutEffect(() => {
    place.current?.replaceChildren(...parsed(svg));
  }, [svg]);
  useLayoutEffect(() => {
    for (const group of place.current?.querySelectorAll("g.node, g.cluster") ?? []) {
      const state = states[group.querySelector(":scope > title")?.textContent ?? ""];
      group.classList.remove("is-current", "is-succeeded", "is-failed", "is-unseen");
      group.classList.add(state === undefined ? "is-unseen" : `is-${state.status}`);
    }
    const here = place.current?.querySelector(".is-current, .node.is-failed");
    if (here && place.current) {
      const { top } = place.current.getBoundingClientRect();
      place.current.scrollTop += here.getBoundingClientRect().top - top - 160;
    }
  }, [svg, states]);
  const entered = Object.entries(states);
  const current = entered.filter(([, { status }]) => status === "current").map(([name]) => name);
  return html`<${Section} id="machine" title="State machine" summary=${current.length > 0 && `Now in ${current.join(", ")}`}>
    <div class="machine">
      <div class="machine-picture" ref=${place} tabindex="0" role="region" aria-label="Picture of the state machine"></div>
      <ul class="machine-states" tabindex="0" aria-label="States that were entered">
        ${entered.map(([name, { status, entered: times }]) => {
          const { words: how, mark } = words[status];
          return html`<li key=${name}>
            <${StatusMark} mark=${mark} /><span>${name}</span>
            <span class="faint">${how}${times > 1 && `, entered ${counted(times, "time")}`}</span>
          </li>`;
        })}
      </ul>
    </div>
  <//>`;
}

/** The picture's elements. Its own style and anything active stay out: the page's style sheet draws it. */
function parsed(svg: string): Element[] {
  const { documentElement } = new DOMParser().parseFromString(svg, "image/svg+xml");
  if (documentElement.nodeName !== "svg") return [];
  for (const element of documentElement.querySelectorAll("style, script, foreignObject, a")) element.remove();
  documentElement.setAttribute("aria-hidden", "true");
  return [document.importNode(documentElement, true) as unknown as Element];
}
