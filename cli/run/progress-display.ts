import cliProgress from "cli-progress";
import type { StageProgress } from "./stage-progress.ts";

/** Shows the progress of the stages. */
export interface ProgressDisplay {
  update(stages: readonly StageProgress[]): void;
  /** Prints a line that stays. */
  say(line: string): void;
  stop(): void;
}

/** Shows no progress, only the lines. */
export const silentDisplay: ProgressDisplay = { update() {}, say: (line) => console.error(line), stop() {} };

/** One bar per stage on a terminal; elsewhere one line for each chunk that ends. */
export function progressDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? bars(stream) : lines(stream);
}

/** Columns for the text beside a bar: the longest stage name, the share, the chunks and the items. */
const besideBar = 66;

/** Width of a bar on a terminal of `columns`, with room for the text beside it. */
export function barSize(columns: number): number {
  return Math.min(28, Math.max(8, columns - besideBar));
}

function bars(stream: NodeJS.WriteStream): ProgressDisplay {
  const multi = new cliProgress.MultiBar(
    {
      stream,
      format: "  {stage} {bar} {percentage}%  {chunks}  {items}",
      barCompleteChar: "█",
      barIncompleteChar: "░",
      barsize: barSize(stream.columns),
      // Bars may be cut off at the terminal's edge; printed lines must not be.
      linewrap: true,
      hideCursor: true,
      clearOnComplete: false,
      gracefulExit: false,
      autopadding: true,
      fps: 10,
    },
    cliProgress.Presets.shades_classic,
  );
  const known = new Map<string, cliProgress.SingleBar>();
  return {
    update(stages) {
      const width = Math.max(...stages.map(({ stage }) => stage.length));
      for (const progress of stages) {
        const shown = {
          stage: progress.stage.padEnd(width),
          chunks: `${progress.ended}/${progress.chunks} chunks`,
          items: itemsInWords(progress),
        };
        const bar = known.get(progress.stage);
        if (bar === undefined) known.set(progress.stage, multi.create(100, 100 * progress.fraction, shown));
        else bar.update(Math.floor(100 * progress.fraction), shown);
      }
    },
    say(line) {
      // MultiBar draws lines only once it has a bar.
      if (known.size === 0) stream.write(`  ${line}\n`);
      else multi.log(`  ${line}\n`);
    },
    stop: () => multi.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): ProgressDisplay {
  let last = "";
  return {
    update(stages) {
      const line = stages.map(({ stage, ended, chunks }) => `${stage} ${ended}/${chunks}`).join("  ");
      if (line === last) return;
      last = line;
      stream.write(`  ${line}\n`);
    },
    say: (line) => void stream.write(`  ${line}\n`),
    stop() {},
  };
}

function itemsInWords({ items }: StageProgress): string {
  const parts = [`${items.done} done`];
  if (items.failed > 0) parts.push(`${items.failed} failed`);
  if (items.skipped > 0) parts.push(`${items.skipped} skipped`);
  return parts.join(", ");
}
