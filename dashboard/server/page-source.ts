import type { ChunkView, PageEvent, RunName, Views } from "../view.ts";

export type { RunName };

/** What the server asks for the page. All but `watch` may throw CodedErrors, which the page shows. */
export interface PageSource extends Views {
  chunk(name: RunName, chunk: number): Promise<ChunkView>;
  /**
   * Calls `onEvent` for each change of the list of runs and the mailbox, and of the run `name` if there is one.
   * @returns ends it
   */
  watch(name: RunName | undefined, onEvent: (event: PageEvent) => void): () => void;
}
