import type { ChunkView, PageEvent, RunName, Views } from "../../view.ts";

export type { RunName };

/** Where the page gets its views: the server, or the report that it is part of. Each call throws a SourceError. */
export interface Source extends Views {
  /** Undefined if the report leaves it out. */
  chunk(run: RunName, chunk: number): Promise<ChunkView | undefined>;
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
