import { PassThrough } from "node:stream";
import { expect } from "chai";
import type { StageProgress } from "../../runs/follow/stage-progress.ts";
import { barSize, progressLines } from "./progress-display.ts";

const minute = 60_000;

describe("progress bar", () => {
  it("a narrow terminal: a shorter bar", () => {
    expect([200, 94, 80, 60, 10].map(barSize)).to.deep.equal([28, 28, 14, 8, 8]);
  });
});

describe("progress without a terminal", () => {
  /** What is written about a stage that was heard so many minutes ago, poll by poll. */
  const written = (...minutesAgo: readonly number[]) => {
    const stream = new PassThrough();
    const now = 100 * minute;
    const display = progressLines(stream, () => now);
    for (const minutes of minutesAgo) {
      const stage: StageProgress = {
        ...{ stage: "fetch", chunks: 4, ended: 1, running: 1, waiting: 0, fraction: 0.25 },
        heardAt: now - minutes * minute,
      };
      display.update([stage]);
    }
    return String(stream.read() ?? "");
  };

  it("the same progress: written once", () => {
    expect(written(0, 0, 1)).to.equal("  fetch 1/4\n");
  });

  it("a silent stage: after five minutes, then each time the silence has doubled, and anew after a sign of life", () => {
    const lines = written(4, 5, 6, 9, 10, 12, 0, 5).split("\n").slice(1, -1);
    expect(lines).to.deep.equal([5, 10, 5].map((minutes) => `  fetch: nothing heard for ${minutes} min 0 s`));
  });
});
