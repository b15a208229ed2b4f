import type { Logger } from "pino";
import type { Chunk } from "../../contract/chunk.ts";
import type { ChunkRecord } from "../../contract/records.ts";
import type { Container } from "./container.ts";
import type { Decoder } from "./decoder/decoder.ts";
import type { DecoderLoaders } from "./decoder/decoding.ts";
import type { NodePlace } from "./nodes/node.ts";
import type { Progress } from "./progress.ts";
import type { TenantStore } from "./tenant-store/tenant-store.ts";

/** What a stage works with. */
export interface StageContext {
  readonly workflow: string;
  readonly runId: string;
  readonly chunk: Chunk;
  readonly stage: string;
  /** This attempt at the stage, as `outputAttempt` names it. */
  readonly attempt: string;
  /** The record of another stage of the chunk, for `inputKey`. @throws {BadConfigError} when that stage has not succeeded */
  readonly succeeded: (stage: string) => Promise<Pick<ChunkRecord, "attempt">>;
  /** The tenant's data. Its role reaches no other tenant's. */
  readonly store: TenantStore;
  /** The proxy for URLs that tenants supply, for `new Egress(…)`; undefined to connect directly. */
  readonly egressProxy: string | undefined;
  /** Decodes what suppliers sent, in a process of its own. */
  readonly decoder: Decoder;
  /** Where the stage counts its items. */
  readonly progress: Progress;
  /** The container's size, which limits how much to do at once. */
  readonly container: Container;
  /** The place among the nodes of a multi-node parallel job; undefined in any other job. */
  readonly node?: NodePlace | undefined;
  /** Aborts when the container must stop: then take no more items, keep the results, throw InterruptedError. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** What a stage returns when it reaches its end. */
interface StageOutcome {
  /** Its items, in the plural, for messages. @example "images" */
  readonly items: string;
  /** The share of items, 0–1, that may fail before the stage fails. */
  readonly maxItemFailures: number;
  /** The result in a few words for people. @default none: the counts of items are enough */
  readonly result?: string;
}

/**
 * The code of one stage. It counts every item in `progress`, and throws StageError when it cannot go on. Each attempt writes outputs of its
 * own. The outputs of the first attempt that succeeds count. Every node of a multi-node parallel job runs it, but only the main one counts items.
 * @example const none: Stage = async () => ({ items: "prices", maxItemFailures: 0 });
 */
export type Stage = (context: StageContext) => Promise<StageOutcome>;

/** A workflow's stages by the names of its declaration, each loaded when a container runs it. */
export type StageLoaders = Readonly<Record<string, () => Promise<Stage>>>;

/** A workflow's code for its containers: stages, and what runs in their decoder. */
interface WorkflowCode {
  readonly stages: StageLoaders;
  /** @default none: no stage decodes what suppliers sent */
  readonly decoders?: DecoderLoaders;
}

/** Workflow → its code, for the containers. Each entry loads when a container asks for it. */
export type StagesByWorkflow = Readonly<Record<string, () => Promise<WorkflowCode>>>;
