import { duration } from "@batchline/diagnostics";
import cliProgress from "cli-progress";
import type { StageProgress } from "../../runs/follow/stage-progress.ts";

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
  return stream.isTTY ? bars(stream) : progressLines(stream);
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
          items: stateInWords(progress),
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

/** A line for each chunk that ends, and for silent stages. @param now Epoch milliseconds. */
export function progressLines(stream: NodeJS.WritableStream, now = Date.now): ProgressDisplay {
  let last = "";
  /** Stages that are silent, and the silence that was reported. */
  const reported = new Map<string, number>();
  return {
    update(stages) {
      const line = stages.map(({ stage, ended, chunks }) => `${stage} ${ended}/${chunks}`).join("  ");
      if (line !== last) stream.write(`  ${line}\n`);
      last = line;
      for (const progress of stages) {
        const { stage } = progress;
        const quietMs = silenceOf(progress, now());
        if (quietMs < firstReportMs) reported.delete(stage);
        else if (quietMs >= 2 * (reported.get(stage) ?? 0)) {
          reported.set(stage, quietMs);
          stream.write(`  ${stage}: nothing heard for ${duration(quietMs)}\n`);
        }
      }
    },
    say: (line) => void stream.write(`  ${line}\n`),
    stop() {},
  };
}

/** Milliseconds of silence that a bar shows, and that a line reports first. Workers write a sign of life every few seconds. */
const shownMs = 60_000;
const firstReportMs = 5 * 60_000;

function silenceOf({ heardAt }: StageProgress, now: number): number {
  return heardAt === undefined ? 0 : Math.max(0, now - heardAt);
}

/** The items, or the containers where items are not read; and how long nothing was heard. */
function stateInWords(progress: StageProgress): string {
  const { items, running, waiting } = progress;
  const quietMs = silenceOf(progress, Date.now());
  const parts = items === undefined ? [`${running} running`] : [`${items.done} done`];
  if (items !== undefined && items.failed > 0) parts.push(`${items.failed} failed`);
  if (items !== undefined && items.skipped > 0) parts.push(`${items.skipped} skipped`);
  if (waiting > 0 && running === 0) parts.push(`${waiting} wait for room`);
  if (quietMs >= shownMs) parts.push(`silent for ${duration(quietMs)}`);
  return parts.join(", ");
}
