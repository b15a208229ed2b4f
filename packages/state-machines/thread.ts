import type { HistoryEventType } from "@aws-sdk/client-sfn";
import type { Block, Json, StateType } from "@batchline/asl";
import type { MapRun } from "./distributed-map/map-run.ts";
import type { EventDetails, History } from "./history.ts";
import { Scope } from "./scope.ts";

/** What `$states.context.Map.Item` shows within an iteration. */
export interface MapItem {
  readonly Index: number;
  readonly Value: Json;
  /** Only for the pairs of an object. */
  readonly Key?: string;
  /** Only for a distributed Map: where the item comes from. */
  readonly Source?: string;
}

/** Where a thread stands. */
export interface Position {
  readonly name: string;
  readonly input: Json;
  /** Set once the state is entered. */
  readonly entered?: { readonly eventId: number; readonly time: string };
}

/**
 * One line of control through a block: the machine itself, a branch of a Parallel, an iteration of a Map. Its events form a
 * chain; each names the one before it.
 */
export class Thread {
  readonly block: Block;
  readonly scope: Scope;
  readonly item: MapItem | undefined;
  readonly #history: History;

  /** Aborts when the thread is to end. Another one takes its place when a redrive takes the thread up again. */
  signal: AbortSignal;
  /** The event that the next one follows; 0 before the first. */
  lastEventId: number;
  position: Position;
  /** The branches or iterations of the Map or Parallel it stands in. */
  children: readonly Thread[] = [];
  /** The Map Run of the distributed Map it stands in. */
  mapRun: MapRun | undefined;
  /** What it ended with; undefined until then. */
  output: Json | undefined;
  /** Whether it is running: it has been started, and neither ended nor failed nor been aborted. */
  running = false;

  constructor(options: {
    readonly block: Block;
    readonly input: Json;
    readonly history: History;
    readonly signal?: AbortSignal;
    readonly parent?: Thread;
    readonly item?: MapItem;
  }) {
    this.block = options.block;
    this.position = { name: options.block.StartAt, input: options.input };
    this.signal = options.signal ?? options.parent?.signal ?? new AbortController().signal;
    this.scope = new Scope(options.parent?.scope);
    this.item = options.item ?? options.parent?.item;
    this.lastEventId = options.parent?.lastEventId ?? 0;
    this.#history = options.history;
  }

  /** The type of state that it is in. */
  get standsIn(): StateType | undefined {
    return this.block.States[this.position.name]?.Type;
  }

  /** Goes on to the next state. */
  moveTo(name: string, input: Json): void {
    this.position = { name, input };
    this.children = [];
    this.mapRun = undefined;
  }

  /** The next event of the chain. Throws the abort's reason once the thread is aborted: it has nothing more to say. */
  record(type: HistoryEventType, details?: EventDetails): number {
    this.lastEventId = this.note(type, details);
    return this.lastEventId;
  }

  /** An event beside the chain: what comes next follows the event before this one. */
  note(type: HistoryEventType, details?: EventDetails): number {
    this.signal.throwIfAborted();
    return this.#history.record(type, this.lastEventId, details);
  }

  /** A branch or an iteration of the state this thread stands in. */
  fork(block: Block, input: Json, item?: MapItem): Thread {
    return new Thread({
      block,
      input,
      history: this.#history,
      parent: this,
      ...(item === undefined ? {} : { item }),
    });
  }
}
