import type { MatrixCell, MatrixLayout } from "./layout.ts";

/**
 * The cell after a key: arrows go to the next chunk or stage, and over the ends of lines. Home and End go to the ends of a line, page keys
 * ten lines on. Undefined for other keys.
 */
export function cellAfter(
  key: string,
  cell: MatrixCell,
  layout: MatrixLayout,
  stages: number,
): MatrixCell | undefined {
  const { line, column, stage } = cell;
  const last = (of: number) => layout.lines[of]!.count - 1;
  const onLine = (to: number, at: number) => {
    const kept = Math.min(Math.max(to, 0), layout.lines.length - 1);
    return { line: kept, column: Math.min(column, last(kept)), stage: at };
  };
  switch (key) {
    case "ArrowRight":
      if (column < last(line)) return { line, column: column + 1, stage };
      return line + 1 < layout.lines.length ? { line: line + 1, column: 0, stage } : cell;
    case "ArrowLeft":
      if (column > 0) return { line, column: column - 1, stage };
      return line > 0 ? { line: line - 1, column: last(line - 1), stage } : cell;
    case "ArrowDown":
      if (stage + 1 < stages) return { line, column, stage: stage + 1 };
      return line + layout.columns < layout.lines.length ? onLine(line + layout.columns, 0) : cell;
    case "ArrowUp":
      if (stage > 0) return { line, column, stage: stage - 1 };
      return line >= layout.columns ? onLine(line - layout.columns, stages - 1) : cell;
    case "PageDown":
      return onLine(line + 10 * layout.columns, stage);
    case "PageUp":
      return onLine(line - 10 * layout.columns, stage);
    case "Home":
      return { line, column: 0, stage };
    case "End":
      return { line, column: last(line), stage };
    default:
      return undefined;
  }
}
