import type { MatrixView } from "../../view/matrix.ts";
import type { Colours } from "../shell/use-colours.ts";
import type { CellPictures } from "./cell-pictures.ts";
import { type ChunkGroup, statusAt } from "./cells.ts";
import { cellPlace, type MatrixLayout } from "./layout.ts";

export interface MatrixDrawing {
  readonly matrix: MatrixView;
  readonly groups: readonly ChunkGroup[];
  readonly layout: MatrixLayout;
  readonly pictures: CellPictures;
  readonly colours: Colours;
  /** CSS pixels of a cell. */
  readonly size: number;
}

/** Draws the lines between `top` and `bottom`, with `top` at the canvas's upper edge. */
export function drawMatrix(
  context: CanvasRenderingContext2D,
  drawing: MatrixDrawing,
  top: number,
  bottom: number,
): void {
  const { layout, groups } = drawing;
  const first = Math.max(0, Math.floor(top / layout.lineHeight)) * layout.columns;
  const end = Math.ceil(bottom / layout.lineHeight) * layout.columns;
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  context.textBaseline = "alphabetic";
  for (let line = first; line < Math.min(end, layout.lines.length); line++) {
    const { group, from } = layout.lines[line]!;
    const chunks = groups[group]!;
    const place = cellPlace(layout, { line, column: 0, stage: 0 });
    if (from === 0) {
      context.fillStyle = drawing.colours("ink");
      const label = shortened(context, chunks.tenant, layout.labelWidth - 12);
      context.fillText(label, place.x - layout.labelWidth, place.y - top + 11);
    }
    drawLine(context, drawing, line, top);
  }
}

function drawLine(context: CanvasRenderingContext2D, drawing: MatrixDrawing, line: number, top: number) {
  const { matrix, layout, groups, pictures, size } = drawing;
  const { group, from, count } = layout.lines[line]!;
  const { x, y } = cellPlace(layout, { line, column: 0, stage: 0 });
  for (let column = 0; column < count; column++) {
    const chunk = groups[group]!.chunks[from + column]!;
    for (let stage = 0; stage < matrix.columns.length; stage++) {
      const retried = matrix.tries[stage]?.[chunk] !== undefined;
      const picture = pictures(statusAt(matrix, chunk, stage), retried);
      context.drawImage(picture, x + column * layout.pitch, y - top + stage * layout.pitch, size, size);
    }
  }
}

function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let length = text.length - 1;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return `${text.slice(0, length)}…`;
}
