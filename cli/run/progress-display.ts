import cliProgress from "cli-progress";
import type { StageProgress } from "./stage-progress.ts";

/** Shows how the stages get on. */
export interface ProgressDisplay {
  update(stages: readonly StageProgress[]): void;
  /** Shows a line that stays. */
  say(line: string): void;
  stop(): void;
}

/** One bar a stage on a terminal; elsewhere, for logs, a line whenever a chunk has ended. */
export function progressDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? bars(stream) : lines(stream);
}

/** How many columns the words beside a bar need: the longest stage name, the share, the chunks and the items. */
const besideBar = 66;

/** How wide a bar is on a terminal of `columns`, so that what stands beside it can be read. */
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
      // Bars are cut off at the terminal's edge; lines that are said must not be.
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
      // Before the first bar there is nothing to keep the line clear of, and nothing that would draw it.
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
