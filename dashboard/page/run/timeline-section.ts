import { useCallback, useMemo } from "preact/hooks";
import { html } from "../html.ts";
import { Section } from "../shell/section.ts";
import { count, counted } from "../text/numbers.ts";
import { measured } from "../timeline/draw-curve.ts";
import { stageColour } from "../timeline/draw-lanes.ts";
import { Timeline } from "../timeline/timeline.ts";
import type { ChunksSectionProps } from "./chunks-section.ts";

/** The timeline with its key. */
export function TimelineSection({ view, chosen, open }: ChunksSectionProps) {
  const { timeline, matrix, tenants, stages } = view;
  const names = useMemo(() => stages.map(({ stage }) => stage), [stages]);
  const tenantOf = useCallback(
    (chunk: number) => tenants[matrix.tenantOf[chunk] ?? -1]?.tenant ?? "",
    [matrix, tenants],
  );
  if (timeline.chunk.length === 0) return null;
  const { peak, unit } = measured(timeline.concurrency);
  const { ceiling } = timeline.concurrency;
  const summary =
    unit === "vCPU" && ceiling !== undefined
      ? `At most ${count(peak)} of ${counted(ceiling, "vCPU")} at once`
      : `At most ${counted(peak, unit)} at once`;
  const key = html`<ul class="stage-key" aria-label="Colours">
    ${names.map((name, at) => html`<li key=${name}><i class=${stageColour(at)}></i>${name}</li>`)}
    <li><i class="end-failed"></i>failed</li>
    <li><i class="end-interrupted"></i>interrupted</li>
  </ul>`;
  return html`<${Section} id="timeline" title="Timeline" summary=${summary} aside=${key}>
    <${Timeline} timeline=${timeline} stages=${names} tenantOf=${tenantOf} chosen=${chosen?.chunk} onChoose=${open} />
  <//>`;
}
