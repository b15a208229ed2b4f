import type { HistoryEventType } from "@aws-sdk/client-sfn";
import type { Block, Json, JsonObject, StateType } from "@batchline/asl";
import type { MapRun } from "../distributed-map/map-run.ts";
import type { EventDetails, History } from "../history/history.ts";

/** `$states.context.Map.Item` in an iteration. */
export interface MapItem {
  readonly Index: number;
  readonly Value: Json;
  /** For the fields of an object. */
  readonly Key?: string;
  /** For a distributed Map: where the item comes from. */
  readonly Source?: string;
}

/** The state that a thread is in. */
export interface Position {
  readonly name: string;
  readonly input: Json;
  /** Undefined until the state is entered. */
  readonly entered?: { readonly eventId: number; readonly time: string };
}

/**
 * One line of control through a block: the machine itself, a branch of a Parallel, an iteration of a Map. Its events form a
 * chain; each names the one before it.
 * @example await follow(run, new Thread({ block: parseDefinition(text), input: {}, history: new History(clock) }))
 */
export class Thread {
  readonly block: Block;
  readonly item: MapItem | undefined;
  readonly #history: History;
  readonly #parent: Thread | undefined;
  /** The variables of the block. */
  readonly #variables = new Map<string, Json>();

  /** Aborts when the thread must end. A redrive replaces it. */
  signal: AbortSignal;
  /** The event that the next one follows; 0 before the first. */
  lastEventId: number;
  position: Position;
  /** The branches or iterations of its Map or Parallel. */
  children: readonly Thread[] = [];
  /** The Map Run of its distributed Map. */
  mapRun: MapRun | undefined;
  /** Undefined until it has ended. */
  output: Json | undefined;
  /** Whether it has started, and neither ended nor failed nor been aborted. */
  running = false;

  constructor(options: {
    readonly block: Block;
    readonly input: Json;
    readonly history: History;
    readonly signal?: AbortSignal;
    readonly parent?: Thread;
    readonly item?: MapItem | undefined;
  }) {
    this.block = options.block;
    this.position = { name: options.block.StartAt, input: options.input };
    const { parent } = options;
    this.signal = options.signal ?? parent?.signal ?? new AbortController().signal;
    this.item = options.item ?? parent?.item;
    this.lastEventId = parent?.lastEventId ?? 0;
    this.#history = options.history;
    this.#parent = parent;
  }

  /** Sets variables of the block: it reads the variables of the blocks around it, and assigns only its own. */
  assign(values: JsonObject): void {
    for (const [name, value] of Object.entries(values)) this.#variables.set(name, value);
  }

  /** All variables that can be read here. */
  variables(): Record<string, Json> {
    return { ...this.#parent?.variables(), ...Object.fromEntries(this.#variables) };
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

  /** Records the next event of the chain. Throws the reason of the abort once the thread is aborted. */
  record(type: HistoryEventType, details?: EventDetails): number {
    this.lastEventId = this.note(type, details);
    return this.lastEventId;
  }

  /** Records an event beside the chain: the next event follows the one before it. */
  note(type: HistoryEventType, details?: EventDetails): number {
    this.signal.throwIfAborted();
    return this.#history.record(type, this.lastEventId, details);
  }

  /** A branch or an iteration of the state this thread stands in. */
  fork(block: Block, input: Json, item?: MapItem): Thread {
    return new Thread({ block, input, history: this.#history, parent: this, item });
  }
}
