/** Where the cells of the matrix are. A chunk is a column of one cell per stage; a group's chunks share lines, which wrap. */
export interface MatrixLayout {
  /** From one cell to the next, in CSS pixels. */
  readonly pitch: number;
  readonly labelWidth: number;
  readonly lineHeight: number;
  /** Lines beside each other. */
  readonly columns: number;
  readonly columnWidth: number;
  readonly lines: readonly MatrixLine[];
  readonly height: number;
}

/** A stretch of one group's chunks. */
export interface MatrixLine {
  readonly group: number;
  /** The first chunk's place in the group. */
  readonly from: number;
  readonly count: number;
}

/** A chunk's place in a group, and a stage. */
export interface MatrixCell {
  readonly line: number;
  readonly column: number;
  readonly stage: number;
}

export interface LayoutRequest {
  /** How many chunks each group has. */
  readonly groups: readonly number[];
  readonly stages: number;
  /** The most characters of a group's label. */
  readonly labelLength: number;
  /** CSS pixels. */
  readonly width: number;
  /** The height that is worth larger cells, in CSS pixels. */
  readonly height: number;
}

const pitches = [20, 16, 13, 10, 8, 7];
const columnGap = 28;

/** The layout with the largest cells that fit; if none fit, the one with the smallest, which scrolls. */
export function layoutMatrix(request: LayoutRequest): MatrixLayout {
  const layouts = pitches.map((pitch) => layoutWith(pitch, request));
  const fitting = layouts.filter(({ height }) => height <= request.height);
  const groups = request.groups.length;
  // A tenant on one line is easier to read than large cells.
  const unbroken = fitting.find(({ pitch, lines }) => pitch >= 10 && lines.length === groups);
  return unbroken ?? fitting[0] ?? layouts[layouts.length - 1]!;
}

function layoutWith(pitch: number, { groups, stages, labelLength, width }: LayoutRequest): MatrixLayout {
  const labelWidth = Math.min(width < 560 ? 104 : 168, Math.max(48, labelLength * 7 + 14));
  const perLine = Math.max(1, Math.floor((width - labelWidth) / pitch));
  const lines = groups.flatMap((chunks, group) =>
    Array.from({ length: Math.ceil(chunks / perLine) }, (_, index) => {
      const from = index * perLine;
      return { group, from, count: Math.min(perLine, chunks - from) };
    }),
  );
  const widest = lines.reduce((most, { count }) => Math.max(most, count), 0);
  const columnWidth = labelWidth + widest * pitch + columnGap;
  const columns = Math.max(1, Math.floor((width + columnGap) / columnWidth));
  const lineHeight = Math.max(stages * pitch, 15) + (pitch > 10 ? 10 : 6);
  const height = Math.ceil(lines.length / columns) * lineHeight;
  return { pitch, labelWidth, lineHeight, columns, columnWidth, lines, height };
}

/** The corner of a cell. */
export function cellPlace(layout: MatrixLayout, { line, column, stage }: MatrixCell) {
  return {
    x: (line % layout.columns) * layout.columnWidth + layout.labelWidth + column * layout.pitch,
    y: Math.floor(line / layout.columns) * layout.lineHeight + stage * layout.pitch,
  };
}

/** The cell at a point; undefined between cells and beyond them. */
export function cellAt(layout: MatrixLayout, stages: number, x: number, y: number): MatrixCell | undefined {
  const across = Math.floor(x / layout.columnWidth);
  const down = Math.floor(y / layout.lineHeight);
  if (across < 0 || across >= layout.columns || down < 0) return undefined;
  const line = down * layout.columns + across;
  const column = Math.floor((x - across * layout.columnWidth - layout.labelWidth) / layout.pitch);
  const stage = Math.floor((y - down * layout.lineHeight) / layout.pitch);
  const count = layout.lines[line]?.count ?? 0;
  if (column < 0 || column >= count || stage < 0 || stage >= stages) return undefined;
  return { line, column, stage };
}
