import type { Json } from "@batchline/asl";
import { InvariantError } from "@batchline/diagnostics";
import { AbortedError, StateError } from "../state-error.ts";
import type { Run } from "./run.ts";
import type { Thread } from "./thread.ts";

/** The events to record for each child, by its index. */
export interface ChildEvents {
  started?(index: number, child: Thread): void;
  succeeded?(index: number, child: Thread): void;
  /** Recorded by the parent, whose chain then stands at the child's last event. */
  failed?(index: number): void;
  aborted?(index: number): void;
}

/**
 * Runs the parent's children that have not ended, at most `limit` at once. Resolves with the outputs of all in order. The first
 * failure aborts the other children and becomes the parent's. The parent's chain continues from the last event of any child.
 */
export async function sideBySide(
  run: Run,
  parent: Thread,
  limit: number,
  events: ChildEvents = {},
): Promise<Json[]> {
  const { children } = parent;
  const abort = new AbortController();
  const signal = AbortSignal.any([parent.signal, abort.signal]);
  let failed: { readonly failure: unknown } | undefined;

  const fail = (failure: unknown, index: number, child: Thread) => {
    failed = { failure };
    parent.lastEventId = child.lastEventId;
    if (failure instanceof StateError && failure.error !== "States.Runtime") {
      events.failed?.(index);
      if (child.standsIn === "Task") parent.note("TaskStateAborted");
      for (const [other, sibling] of children.entries()) {
        if (!sibling.running) continue;
        events.aborted?.(other);
        noteAborted(parent, sibling);
      }
    }
    abort.abort(new AbortedError("another branch or iteration failed"));
  };
  // Returns the child's last event before its success was recorded.
  const follow = async (index: number, child: Thread, previousEventId: number): Promise<number> => {
    child.signal = signal;
    child.lastEventId = previousEventId;
    let lastEventId = previousEventId;
    child.running = true;
    try {
      events.started?.(index, child);
      // As on AWS, all that may start do so before the first of them enters a state.
      await null;
      await run.follow(child);
      lastEventId = child.lastEventId;
      events.succeeded?.(index, child);
      child.running = false;
    } catch (failure) {
      child.running = false;
      if (failed === undefined && !parent.signal.aborted) fail(failure, index, child);
    }
    return lastEventId;
  };
  const waiting = children.entries();
  const worker = async () => {
    // As on AWS, a child that starts when another has ended follows that one's last event.
    let previousEventId = parent.lastEventId;
    for (const [index, child] of waiting) {
      if (signal.aborted) return;
      if (child.output === undefined) previousEventId = await follow(index, child, previousEventId);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, children.length) }, worker));

  parent.signal.throwIfAborted();
  if (failed !== undefined) throw failed.failure;
  parent.lastEventId = Math.max(parent.lastEventId, ...children.map((child) => child.lastEventId));
  return children.map(({ output }) => {
    if (output === undefined) throw new InvariantError("a child without a failure has an output");
    return output;
  });
}

/** Records the aborted states, the innermost first, each after the failure that aborted them. */
function noteAborted(parent: Thread, thread: Thread): void {
  for (const child of thread.children) {
    if (child.running) noteAborted(parent, child);
  }
  const type = thread.standsIn;
  if (type === "Task" || type === "Wait" || type === "Map" || type === "Parallel") {
    parent.note(`${type}StateAborted`);
  }
}
