import type { MatrixView } from "../../view/matrix.ts";
import { Pixels } from "../shell/pixels.ts";
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
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

/** Draws the part of the matrix that begins at `top`, in CSS pixels, over the whole canvas. */
export function drawMatrix(context: CanvasRenderingContext2D, drawing: MatrixDrawing, top: number): void {
  const { layout, groups, ratio, colours } = drawing;
  const { width, height } = context.canvas;
  const bottom = top + height / ratio;
  const first = Math.max(0, Math.floor(top / layout.lineHeight)) * layout.columns;
  const end = Math.min(Math.ceil(bottom / layout.lineHeight) * layout.columns, layout.lines.length);
  const pixels = new Pixels(width, height);
  for (let line = first; line < end; line++) drawLine(pixels, drawing, line, top);
  pixels.show(context);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  context.fillStyle = colours("ink");
  for (let line = first; line < end; line++) {
    const { group, from } = layout.lines[line]!;
    if (from > 0) continue;
    const { x, y } = cellPlace(layout, { line, column: 0, stage: 0 });
    const label = shortened(context, groups[group]!.tenant, layout.labelWidth - 12);
    context.fillText(label, x - layout.labelWidth, y - top + 11);
  }
}

function drawLine(
  pixels: Pixels,
  { matrix, layout, groups, pictures, ratio }: MatrixDrawing,
  line: number,
  top: number,
) {
  const { group, from, count } = layout.lines[line]!;
  const { x, y } = cellPlace(layout, { line, column: 0, stage: 0 });
  for (let column = 0; column < count; column++) {
    const chunk = groups[group]!.chunks[from + column]!;
    for (let stage = 0; stage < matrix.columns.length; stage++) {
      const retried = matrix.tries[stage]?.[chunk] !== undefined;
      const picture = pictures(statusAt(matrix, chunk, stage), retried);
      pixels.copy(picture, (x + column * layout.pitch) * ratio, (y - top + stage * layout.pitch) * ratio);
    }
  }
}

function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let length = text.length - 1;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return `${text.slice(0, length)}…`;
}
