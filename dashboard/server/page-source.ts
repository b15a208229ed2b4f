import type { RunCauses } from "../../contract/causes.ts";
import type {
  ActionAnswer,
  ChunkView,
  MailView,
  PageEvent,
  PageView,
  RerunRequest,
  RunFilters,
  RunsView,
  RunView,
} from "../view.ts";

/** Which run. */
export interface RunName {
  readonly workflow: string;
  readonly runId: string;
}

/** What the server asks for the page. All but `watch` may throw CodedErrors, which the page shows. */
export interface PageSource {
  page(): Promise<PageView>;
  runs(filters: RunFilters): Promise<RunsView>;
  run(name: RunName): Promise<RunView>;
  causes(name: RunName): Promise<RunCauses>;
  chunk(name: RunName, chunk: number): Promise<ChunkView>;
  mail(): Promise<MailView>;
  rerun(name: RunName, request: RerunRequest): Promise<ActionAnswer>;
  stop(name: RunName): Promise<ActionAnswer>;
  /**
   * Calls `onEvent` for each change of the list of runs and the mailbox, and of the run `name` if there is one.
   * @returns ends it
   */
  watch(name: RunName | undefined, onEvent: (event: PageEvent) => void): () => void;
}
