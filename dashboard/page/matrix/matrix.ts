import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { MatrixView } from "../../view/matrix.ts";
import { html } from "../html.ts";
import type { ChunkPlace } from "../route.ts";
import { useColours } from "../shell/use-colours.ts";
import { useWidth } from "../shell/use-width.ts";
import { chunkStatus } from "../status/status.ts";
import { drawCellPictures } from "./cell-pictures.ts";
import { type ChunkGroup, nextFailed, statusAt } from "./cells.ts";
import { drawMatrix } from "./draw.ts";
import { cellAfter } from "./keys.ts";
import { cellAt, cellPlace, layoutMatrix, type MatrixCell } from "./layout.ts";

/** The height from which the matrix scrolls, in CSS pixels. */
const mostHeight = 440;

export interface MatrixProps {
  readonly matrix: MatrixView;
  readonly stages: readonly string[];
  readonly groups: readonly ChunkGroup[];
  readonly chosen?: ChunkPlace | undefined;
  readonly onChoose: (place: ChunkPlace) => void;
}

/** Chunk × stage on a canvas. One real element, the cursor, says to keyboards and screen readers what a cell is. */
export function Matrix({ matrix, stages, groups, chosen, onChoose }: MatrixProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const space = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useColours();
  const width = useWidth(space);
  const [cursor, setCursor] = useState<MatrixCell>();
  const [pointed, setPointed] = useState<{ cell: MatrixCell; x: number; y: number }>();
  const layout = useMemo(
    () =>
      layoutMatrix({
        groups: groups.map(({ chunks }) => chunks.length),
        stages: stages.length,
        labelLength: Math.max(0, ...groups.map(({ tenant }) => tenant.length)),
        width: Math.max(width, 1),
        height: mostHeight,
      }),
    [groups, stages.length, width],
  );
  const size = layout.pitch - (layout.pitch > 10 ? 2 : 1);
  const height = Math.min(layout.height, mostHeight);

  const chunkOf = ({ line, column }: MatrixCell) => {
    const { group, from } = layout.lines[line]!;
    return groups[group]!.chunks[from + column]!;
  };
  const nameOf = (cell: MatrixCell) => {
    const chunk = chunkOf(cell);
    const tries = matrix.tries[cell.stage]?.[chunk];
    const status = chunkStatus(statusAt(matrix, chunk, cell.stage)).words;
    const tenant = groups[layout.lines[cell.line]!.group]!.tenant;
    return `${tenant}, chunk ${chunk}, ${stages[cell.stage]}: ${status}${tries === undefined ? "" : `, ${tries} tries`}`;
  };

  useLayoutEffect(() => {
    const surface = canvas.current;
    const parent = scroller.current;
    if (surface === null || parent === null || width === 0) return;
    const ratio = devicePixelRatio;
    const pictures = drawCellPictures(size, ratio, colours);
    surface.width = width * ratio;
    surface.height = height * ratio;
    const context = surface.getContext("2d", { willReadFrequently: true })!;
    const drawing = { matrix, groups, layout, pictures, colours, ratio };
    const draw = () => drawMatrix(context, drawing, parent.scrollTop);
    draw();
    parent.addEventListener("scroll", draw);
    return () => parent.removeEventListener("scroll", draw);
  }, [matrix, groups, layout, width, height, size, colours]);

  /** The cell that is chosen, or where the cursor was. */
  const current = useMemo(() => {
    const lines = layout.lines;
    const place = chosen === undefined ? undefined : cellOf(chosen, groups, layout.lines);
    if (place !== undefined) return place;
    if (cursor !== undefined && cursor.column < (lines[cursor.line]?.count ?? 0)) return cursor;
    const failed = nextFailed(matrix, -1);
    return (failed && cellOf(failed, groups, lines)) ?? { line: 0, column: 0, stage: 0 };
  }, [chosen, cursor, groups, layout, matrix]);

  useEffect(() => {
    const parent = scroller.current;
    if (parent === null || chosen === undefined || layout.lines.length === 0) return;
    const { y } = cellPlace(layout, { ...current, stage: 0 });
    if (y < parent.scrollTop) parent.scrollTop = y;
    const end = y + layout.lineHeight;
    if (end > parent.scrollTop + height) parent.scrollTop = end - height;
  }, [chosen, current, layout, height]);

  const choose = (cell: MatrixCell) => {
    setCursor(cell);
    onChoose({ chunk: chunkOf(cell), stage: cell.stage });
  };
  const cellUnder = (event: MouseEvent) => {
    const box = space.current!.getBoundingClientRect();
    return cellAt(layout, stages.length, event.clientX - box.left, event.clientY - box.top);
  };
  const onClick = (event: MouseEvent) => {
    const cell = cellUnder(event);
    if (cell !== undefined) choose(cell);
  };
  const onMouseMove = (event: MouseEvent) => {
    const cell = cellUnder(event);
    setPointed(cell && { cell, x: event.clientX, y: event.clientY });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (layout.lines.length === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return choose(current);
    }
    const next = cellAfter(event.key, current, layout, stages.length);
    if (next === undefined) return;
    event.preventDefault();
    setCursor(next);
    // The open detail follows the cursor.
    if (chosen !== undefined) choose(next);
    keepInView(scroller.current!, cellPlace(layout, { ...next, stage: 0 }).y, layout.lineHeight);
  };

  if (layout.lines.length === 0) return html`<p class="soft">No chunk has this status.</p>`;
  const place = cellPlace(layout, current);
  return html`<div class="matrix">
    <div
      class="matrix-scroller"
      role="grid"
      tabindex="0"
      ref=${scroller}
      style=${{ height: `${height + 12}px` }}
      aria-label=${`Chunks by stage. Arrow keys move, Enter opens a chunk.`}
      aria-rowcount=${matrix.chunks}
      aria-colcount=${stages.length}
      aria-activedescendant="matrix-cursor"
      onClick=${onClick}
      onMouseMove=${onMouseMove}
      onMouseLeave=${() => setPointed(undefined)}
      onKeyDown=${onKeyDown}
    >
      <div class="matrix-space" role="presentation" ref=${space} style=${{ height: `${layout.height}px` }}>
        <canvas ref=${canvas} aria-hidden="true" style=${{ width: `${width}px`, height: `${height}px` }} />
        <div role="row" aria-rowindex=${chunkOf(current) + 1}>
          <div
            id="matrix-cursor"
            class=${chosen === undefined ? "matrix-cursor" : "matrix-cursor chosen"}
            role="gridcell"
            aria-colindex=${current.stage + 1}
            aria-selected=${chosen !== undefined}
            style=${{ left: `${place.x - 2}px`, top: `${place.y - 2}px`, width: `${size + 4}px`, height: `${size + 4}px` }}
          >
            <span class="for-readers">${nameOf(current)}</span>
          </div>
        </div>
      </div>
    </div>
    ${
      pointed !== undefined &&
      pointed.cell.line < layout.lines.length &&
      html`<div class="tip" aria-hidden="true" style=${{ left: `${pointed.x}px`, top: `${pointed.y}px` }}>
      ${nameOf(pointed.cell)}
    </div>`
    }
  </div>`;
}

function keepInView(scroller: HTMLElement, top: number, height: number): void {
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  const end = top + height - scroller.clientHeight;
  if (end > scroller.scrollTop) scroller.scrollTop = end;
}

function cellOf(
  { chunk, stage }: ChunkPlace,
  groups: readonly ChunkGroup[],
  lines: readonly { readonly group: number; readonly from: number; readonly count: number }[],
): MatrixCell | undefined {
  for (const [line, { group, from, count }] of lines.entries()) {
    const column = groups[group]!.chunks.indexOf(chunk) - from;
    if (column >= 0 && column < count) return { line, column, stage };
  }
  return undefined;
}
