import type { StageUsage } from "../../../contract/stage-usage.ts";
import type { RunView, StageView } from "../../view.ts";
import { html } from "../html.ts";
import { Bar } from "../shell/bar.ts";
import { Items } from "../shell/items.ts";
import { Section } from "../shell/section.ts";
import { chunkStatuses } from "../status/status.ts";
import { between, duration } from "../text/durations.ts";
import { count, memory } from "../text/numbers.ts";

/** Silence that is worth a word, in milliseconds. */
const silence = 60_000;

/** How far each stage is, and what it uses. */
export const Stages = ({ view }: { readonly view: RunView }) =>
  html`<${Section} id="stages" title="Stages">
    <div class="scroll-x">
      <table class="stages">
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Chunks</th>
            <th scope="col" class="number">Items</th>
            <th scope="col" class="number wide">Longest chunk</th>
            <th scope="col" class="number wide">vCPUs</th>
            <th scope="col" class="number">Memory, most used</th>
            <th scope="col" class="number">Tries</th>
          </tr>
        </thead>
        <tbody>${view.stages.map((stage) => html`<${Row} key=${stage.stage} stage=${stage} readAt=${view.readAt} />`)}</tbody>
      </table>
    </div>
  <//>`;

function Row({ stage, readAt }: { readonly stage: StageView; readonly readAt: string }) {
  const { counts, items, total, usage, vcpus, memoryMiB } = stage;
  const parts = chunkStatuses.map(({ name, words, mark }) => ({ words, mark, count: counts[name] }));
  const quiet = counts.running > 0 && stage.heardAt !== undefined ? between(stage.heardAt, readAt) : 0;
  return html`<tr>
    <th scope="row">${stage.stage}${stage.nodes !== undefined && html`<span class="faint below">${stage.nodes} nodes</span>`}</th>
    <td><div class="progress">
      <${Bar} parts=${parts} />
      <span class="counts">
        ${parts
          .filter(({ count: number }) => number > 0)
          .map(
            ({ words, mark, count: number }, at) =>
              html`${at > 0 && ", "}<span key=${words} class=${`ink-${mark}`}>${count(number)} ${words}</span>`,
          )}
        ${quiet > silence && html`, <span class="ink-interrupted">silent for ${duration(quiet)}</span>`}
      </span></div>
    </td>
    <td class="number">
      <${Items} items=${items} total=${total} />
    </td>
    <td class="number wide">${usage === undefined ? dash : duration(usage.longestSeconds * 1000)}</td>
    <td class="number wide">${vcpus ?? dash}</td>
    <td class="number">
      ${usage === undefined || usage.peakMiB === 0 ? dash : memory(usage.peakMiB)}
      ${memoryMiB !== undefined && html` <span class="faint">of ${memory(memoryMiB)}</span>`}
    </td>
    <td class="number">
      ${usage === undefined ? dash : count(usage.tries)}
      ${usage !== undefined && html`<span class="faint">${tryEnds(usage)}</span>`}
    </td>
  </tr>`;
}

const dash = html`<span class="faint">–</span>`;

/** Why there were more tries than chunks, as far as it was not the stage itself. */
function tryEnds({ reclaimed, outOfMemory }: StageUsage): string {
  const parts = [
    ...(reclaimed > 0 ? [`, ${count(reclaimed)} reclaimed`] : []),
    ...(outOfMemory > 0 ? [`, ${count(outOfMemory)} out of memory`] : []),
  ];
  return parts.join("");
}
