import type { RunCauses } from "../../contract/causes.ts";
import { runCauses } from "../../runs/cause/run-causes.ts";
import type { RunName } from "../server/page-source.ts";
import type { RunView } from "../view.ts";
import { Polled } from "./polled.ts";
import type { RunFeed } from "./run-feed.ts";

/** Requests a second while a run is followed. */
const requestsPerSecond = 4;
/** Records in one request. */
const recordsPerRequest = 100;
/** So many polls of a run under way fit between two polls of one that has ended. */
const calmly = 10;
/** Causes need about the requests of a view once more. */
const causesLessOften = 4;

/** A run that the page shows. */
export class WatchedRun {
  readonly feed: RunFeed;
  readonly view: Polled<RunView>;
  readonly #causes: Polled<RunCauses>;
  readonly #pollMs: number;
  #viewPauseMs = 0;

  constructor(feed: RunFeed, name: RunName, pollMs: number) {
    this.feed = feed;
    this.#pollMs = pollMs;
    const changed = { what: "changed", ...name } as const;
    this.view = new Polled({
      read: () => feed.read(),
      changed,
      pauseMs: (read: RunView) => this.#pauseOf(read),
      digest: digestOf,
    });
    this.#causes = new Polled({
      read: async () => runCauses(await feed.open()),
      changed,
      pauseMs: ({ status }: RunCauses) =>
        status === "RUNNING" ? this.#viewPauseMs * causesLessOften : pollMs * calmly,
      // Only asked for: a change of the view leads to it.
      digest: () => "",
    });
  }

  /** Why the run is as it is: of a run under way some seconds old. */
  async causes(): Promise<RunCauses> {
    const first = await this.view.value();
    // Records that have succeeded are then not read again.
    const { run } = first.isIncomplete ? await this.view.readNow() : first;
    const found = await this.#causes.value();
    const isOfBefore = (run.status === "RUNNING") !== (found.status === "RUNNING");
    return isOfBefore ? this.#causes.readNow() : found;
  }

  /** Records that have succeeded are not read again. */
  #pauseOf({ run, stages, matrix, isIncomplete }: RunView): number {
    if (isIncomplete) return 0;
    if (run.status !== "RUNNING") return this.#pollMs * calmly;
    const open = stages.reduce((sum, { counts }) => sum + matrix.chunks - counts.succeeded, 0);
    const needed = (open / recordsPerRequest / requestsPerSecond) * 1000;
    this.#viewPauseMs = Math.max(this.#pollMs, needed);
    return this.#viewPauseMs;
  }
}

/** All of a view but what the passing of time changes. */
function digestOf({ readAt: _, timeline, ...rest }: RunView): string {
  const { untilMs: __, concurrency: ___, ...tries } = timeline;
  return JSON.stringify({ ...rest, tries });
}
