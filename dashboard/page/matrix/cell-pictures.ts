import type { ChunkStatusName } from "../../view/matrix.ts";
import { Pixels } from "../shell/pixels.ts";
import type { Colours } from "../shell/use-colours.ts";
import { chunkStatus, type Mark } from "../status/status.ts";

/** Draws one cell's shape into a square of `size` CSS pixels. */
type Shape = (context: OffscreenCanvasRenderingContext2D, size: number, colours: Colours) => void;

const fill =
  (token: string): Shape =>
  (context, size, colours) => {
    context.fillStyle = colours(token);
    context.beginPath();
    context.roundRect(0, 0, size, size, size > 9 ? 2 : 0);
    context.fill();
  };

const outline =
  (token: string): Shape =>
  (context, size, colours) => {
    context.strokeStyle = colours(token);
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(0.5, 0.5, size - 1, size - 1, size > 9 ? 2 : 0);
    context.stroke();
  };

/** Lines between points of a square of 1. */
const strokes =
  (token: string, ...lines: readonly (readonly number[])[]): Shape =>
  (context, size, colours) => {
    context.strokeStyle = colours(token);
    context.lineWidth = Math.max(1, size / 8);
    context.beginPath();
    for (const line of lines) {
      for (let i = 0; i < line.length; i += 2) {
        const [x, y] = [line[i]! * size, line[i + 1]! * size];
        if (i === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
    }
    context.stroke();
  };

const half: Shape = (context, size, colours) => {
  context.fillStyle = colours("running");
  context.fillRect(0, 0, Math.ceil(size / 2), size);
};

const shapes: Readonly<Record<Mark, readonly Shape[]>> = {
  succeeded: [fill("succeeded")],
  failed: [fill("failed"), strokes("failed-mark", [0.27, 0.27, 0.73, 0.73], [0.73, 0.27, 0.27, 0.73])],
  running: [outline("running"), half],
  interrupted: [fill("interrupted"), strokes("interrupted-mark", [0.2, 0.5, 0.8, 0.5])],
  memory: [fill("interrupted"), strokes("interrupted-mark", [0.22, 0.66, 0.5, 0.32, 0.78, 0.66])],
  waiting: [outline("waiting")],
  notStarted: [strokes("waiting", [0.2, 0.5, 0.8, 0.5])],
  skipped: [],
};

/** A corner of a cell that took more than one try. */
const notch: Shape = (context, size, colours) => {
  const side = Math.max(2.5, size * 0.36);
  context.fillStyle = colours("paper");
  context.beginPath();
  context.moveTo(size - side, 0);
  context.lineTo(size, 0);
  context.lineTo(size, side);
  context.fill();
};

/** A picture of each status, drawn once: 30,000 cells are copies. */
export type CellPictures = (status: ChunkStatusName, retried: boolean) => Pixels;

/** The pictures for cells of `size` CSS pixels on a screen with `ratio` device pixels per CSS pixel. */
export function drawCellPictures(size: number, ratio: number, colours: Colours): CellPictures {
  const drawn = new Map<string, Pixels>();
  const side = Math.round(size * ratio);
  return (status, retried) => {
    const key = `${status}${retried}`;
    const before = drawn.get(key);
    if (before !== undefined) return before;
    const picture = Pixels.drawn(side, side, (context) => {
      context.scale(side / size, side / size);
      const marked = shapes[chunkStatus(status).mark];
      for (const shape of retried ? [...marked, notch] : marked) shape(context, size, colours);
    });
    drawn.set(key, picture);
    return picture;
  };
}
