import type { HistoryEventType } from "@aws-sdk/client-sfn";
import type { Block, StateType } from "../asl/types.ts";
import type { Json } from "../json.ts";
import type { EventDetails, History } from "./history.ts";
import { Scope } from "./scope.ts";

/** What `$states.context.Map.Item` shows within an iteration. */
export interface MapItem {
  readonly Index: number;
  readonly Value: Json;
}

/**
 * One line of control through a block: the machine itself, a branch of a Parallel, an iteration of a Map. Its events form a
 * chain; each names the one before it.
 */
export class Thread {
  readonly block: Block;
  readonly scope: Scope;
  readonly signal: AbortSignal;
  readonly item: MapItem | undefined;
  readonly #history: History;

  /** The event that the next one follows; 0 before the first. */
  lastEventId: number;
  /** The state it stands in and that state's input. */
  position: { readonly name: string; readonly input: Json };
  /** The branches or iterations of the Map or Parallel it stands in. */
  children: readonly Thread[] = [];
  /** What it ended with; undefined until then. */
  output: Json | undefined;
  started = false;

  constructor(options: {
    readonly block: Block;
    readonly input: Json;
    readonly history: History;
    readonly signal: AbortSignal;
    readonly parent?: Thread;
    readonly item?: MapItem;
  }) {
    this.block = options.block;
    this.position = { name: options.block.StartAt, input: options.input };
    this.signal = options.signal;
    this.scope = new Scope(options.parent?.scope);
    this.item = options.item ?? options.parent?.item;
    this.lastEventId = options.parent?.lastEventId ?? 0;
    this.#history = options.history;
  }

  get standsIn(): StateType | undefined {
    return this.started && this.output === undefined
      ? this.block.States[this.position.name]?.Type
      : undefined;
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
  fork(block: Block, input: Json, signal: AbortSignal, item?: MapItem): Thread {
    return new Thread({
      block,
      input,
      history: this.#history,
      signal,
      parent: this,
      ...(item === undefined ? {} : { item }),
    });
  }
}
