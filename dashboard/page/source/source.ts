import type { RunCauses } from "../../../contract/causes.ts";
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
} from "../../view.ts";

/** Names a run. */
export interface RunName {
  readonly workflow: string;
  readonly runId: string;
}

/** Where the page gets its views: the server, or the report that it is part of. Each call throws a SourceError. */
export interface Source {
  page(): Promise<PageView>;
  runs(filters: RunFilters): Promise<RunsView>;
  run(run: RunName): Promise<RunView>;
  causes(run: RunName): Promise<RunCauses>;
  /** Undefined if the report leaves it out. */
  chunk(run: RunName, chunk: number): Promise<ChunkView | undefined>;
  mail(): Promise<MailView>;
  rerun(run: RunName, request: RerunRequest): Promise<ActionAnswer>;
  stop(run: RunName): Promise<ActionAnswer>;
  /** Calls back at each event, and with `lost` while the server does not answer. Returns what ends it. */
  listen(
    run: RunName | undefined,
    onEvent: (event: PageEvent | { readonly what: "lost" }) => void,
  ): () => void;
}

/** The server refused a request, or did not answer. The message is for the user. */
export class SourceError extends Error {
  override readonly name = "SourceError";
}
