import type { Logger } from "pino";
import type { Chunk } from "../../contract/chunk.ts";
import type { Container } from "./container.ts";
import type { NodePlace } from "./nodes/node.ts";
import type { Progress } from "./progress.ts";
import type { TenantStore } from "./tenant-store/tenant-store.ts";

/** All that a stage gets. */
export interface StageContext {
  readonly workflow: string;
  readonly runId: string;
  readonly chunk: Chunk;
  /** The tenant's data, reached by the tenant's own role. */
  readonly store: TenantStore;
  /**
   * The proxy for every URL that the tenant gave; undefined to connect directly. What to open an `Egress`
   * with.
   */
  readonly egressProxy: string | undefined;
  /** Where the stage counts its items. */
  readonly progress: Progress;
  /** What the container may use: how much to do at once follows from it. */
  readonly container: Container;
  /** Its place among the nodes of a multi-node parallel job; undefined in any other job. */
  readonly node?: NodePlace | undefined;
  /** Aborts when the container is to stop: take no more items, keep what is done, throw InterruptedError. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** How a stage that went to its end wants its item failures judged. */
export interface StageOutcome {
  /** What its items are, in the plural, for the sentence that says how many failed. */
  readonly items: string;
  /** The share of them, 0–1, that may fail. */
  readonly maxItemFailures: number;
  /** What came of it, in a few words for a person. @default its items say it all */
  readonly result?: string;
}

/**
 * One stage. It counts every item in `progress`, and throws StageError when it cannot go on. A repeated
 * attempt finds what the one before has written, and must not mind.
 *
 * On the nodes of a multi-node parallel job each runs it, and the main one alone counts items and keeps the record.
 */
export type Stage = (context: StageContext) => Promise<StageOutcome>;

/** A workflow's stages by the names of its declaration, each loaded when a container runs it. */
export type StageLoaders = Readonly<Record<string, () => Promise<Stage>>>;
