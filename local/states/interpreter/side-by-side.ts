import type { Block } from "../asl/types.ts";
import type { Json } from "../json.ts";
import type { Run } from "./run.ts";
import { Aborted, StateError } from "./state-error.ts";
import type { MapItem, Thread } from "./thread.ts";

/** A branch or an iteration to run. */
export interface Child {
  readonly block: Block;
  readonly input: Json;
  readonly item?: MapItem;
}

/** What the parent records of each child, by its index. */
export interface ChildEvents {
  started?(index: number, child: Thread): void;
  succeeded?(index: number, child: Thread): void;
  /** Recorded by the parent, whose chain then stands at the child's last event. */
  failed?(index: number): void;
  aborted?(index: number): void;
}

/**
 * Runs the children, at most `limit` at once, and resolves with their outputs in order. The first to fail aborts the others;
 * its failure is the parent's. The parent's chain goes on from the last event of any child.
 */
export async function sideBySide(
  run: Run,
  parent: Thread,
  specs: readonly Child[],
  limit: number,
  events: ChildEvents = {},
): Promise<Json[]> {
  const abort = new AbortController();
  const signal = AbortSignal.any([parent.signal, abort.signal]);
  const children = specs.map(({ block, input, item }) => parent.fork(block, input, signal, item));
  parent.children = children;
  let failed: { readonly failure: unknown } | undefined;
  const waiting = children.entries();

  const follow = async (index: number, child: Thread) => {
    try {
      child.started = true;
      events.started?.(index, child);
      // As on AWS, all that may start do so before the first of them enters a state.
      await null;
      await run.follow(child);
      events.succeeded?.(index, child);
    } catch (failure) {
      if (failed !== undefined || parent.signal.aborted) return;
      failed = { failure };
      parent.lastEventId = child.lastEventId;
      if (failure instanceof StateError && failure.error !== "States.Runtime") {
        events.failed?.(index);
        if (child.standsIn === "Task") parent.note("TaskStateAborted");
        for (const [other, sibling] of children.entries()) {
          if (sibling === child || !isUnderWay(sibling)) continue;
          events.aborted?.(other);
          noteAborted(parent, sibling);
        }
      }
      abort.abort(new Aborted("another branch or iteration failed"));
    }
  };
  const worker = async () => {
    for (const [index, child] of waiting) {
      if (signal.aborted) return;
      await follow(index, child);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, children.length) }, worker));
  parent.children = [];

  parent.signal.throwIfAborted();
  if (failed !== undefined) throw failed.failure;
  parent.lastEventId = Math.max(parent.lastEventId, ...children.map((child) => child.lastEventId));
  return children.map((child) => child.output ?? null);
}

/** What was cut short, innermost first, all chained to the failure that did it. */
function noteAborted(parent: Thread, thread: Thread): void {
  for (const child of thread.children) {
    if (isUnderWay(child)) noteAborted(parent, child);
  }
  const type = thread.standsIn;
  if (type === "Task" || type === "Wait" || type === "Map" || type === "Parallel") {
    parent.note(`${type}StateAborted`);
  }
}

function isUnderWay(thread: Thread): boolean {
  return thread.started && thread.output === undefined;
}
