import { isObject, type Json, type JsonObject } from "@batchline/asl";
import type { Compare, Difference } from "./difference.ts";
import type { Bindings } from "./placeholders.ts";

/** A list of events of an execution. */
export function isHistory(value: Json | undefined): value is readonly JsonObject[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((event) => isObject(event) && "previousEventId" in event && "type" in event)
  );
}

/**
 * Compares histories event by event. Where branches or iterations run side by side, and the order is another one, as trees: each
 * event has the events that name it as the one before.
 */
export function compareEvents(
  expected: readonly JsonObject[],
  actual: readonly JsonObject[],
  bindings: Bindings,
  path: string,
  compare: Compare,
): Difference[] {
  const known = new Set(expected.map(({ id }) => id).filter((id) => typeof id === "number"));
  if (known.size < expected.length) return compareSorted(expected, actual, known, bindings, path, compare);
  const before = bindings.snapshot();
  const inOrder = differencesInOrder(expected, actual, bindings, path, compare);
  if (inOrder.length === 0) return [];
  const sideBySide = expected.some(
    ({ type }) => type === "ParallelStateStarted" || type === "MapStateStarted",
  );
  if (!sideBySide || expected.length !== actual.length) return inOrder;
  const after = bindings.snapshot();
  bindings.restore(before);
  if (sameTrees(expected, actual, 0, 0, bindings, compare)) return [];
  bindings.restore(after);
  return inOrder;
}

/** Some snapshots have sorted the events of a Parallel and lost their ids, and most times the event of its end. */
function compareSorted(
  expected: readonly JsonObject[],
  actual: readonly JsonObject[],
  known: ReadonlySet<Json | undefined>,
  bindings: Bindings,
  path: string,
  compare: Compare,
): Difference[] {
  const hasId = ({ id }: JsonObject) => known.has(id);
  const inOrder = differencesInOrder(expected.filter(hasId), actual.filter(hasId), bindings, path, compare);
  const wanted = expected.filter((event) => !hasId(event));
  const isLost = ({ type }: JsonObject) =>
    /^ParallelState(Failed|Succeeded)$/.test(String(type)) && !wanted.some((event) => event.type === type);
  const own = actual.filter((event) => !hasId(event) && !isLost(event));
  const types = (events: readonly JsonObject[]) => events.map(({ type = "" }) => type).sort();
  if (sameSets(wanted, own, bindings, compare)) return inOrder;
  return [...inOrder, { path: `${path}[of a Parallel]`, expected: types(wanted), actual: types(own) }];
}

function differencesInOrder(
  expected: readonly JsonObject[],
  actual: readonly JsonObject[],
  bindings: Bindings,
  path: string,
  compare: Compare,
): Difference[] {
  const longer = Math.max(expected.length, actual.length);
  return Array.from({ length: longer }, (_, index) => {
    const [wanted, got] = [expected[index], actual[index]];
    const at = `${path}[${index} ${wanted?.type ?? got?.type}]`;
    if (wanted === undefined || got === undefined)
      return [{ path: at, expected: wanted?.type, actual: got?.type }];
    if (wanted.type !== got.type) return [{ path: at, expected: wanted.type, actual: got.type }];
    return compare({ ...wanted }, { ...got }, bindings, at);
  }).flat();
}

/** Whether the events after `expectedId` and `actualId` are the same ones, in whatever order. */
function sameTrees(
  expected: readonly JsonObject[],
  actual: readonly JsonObject[],
  expectedId: Json,
  actualId: Json,
  bindings: Bindings,
  compare: Compare,
): boolean {
  const after = (events: readonly JsonObject[], id: Json) =>
    events.filter(({ previousEventId }) => previousEventId === id);
  const left = after(actual, actualId);
  const wanted = after(expected, expectedId);
  if (left.length !== wanted.length) return false;
  return wanted.every((event) => {
    const index = left.findIndex((candidate) => {
      const before = bindings.snapshot();
      const same =
        sameEvent(event, candidate, bindings, compare) &&
        sameTrees(expected, actual, event.id ?? 0, candidate.id ?? 0, bindings, compare);
      if (!same) bindings.restore(before);
      return same;
    });
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

/** Whether the events are the same ones, whatever their order and their ids. */
function sameSets(
  expected: readonly JsonObject[],
  actual: readonly JsonObject[],
  bindings: Bindings,
  compare: Compare,
): boolean {
  if (expected.length !== actual.length) return false;
  const left = [...actual];
  return expected.every((event) => {
    const index = left.findIndex((candidate) => {
      const before = bindings.snapshot();
      const same = sameEvent(event, candidate, bindings, compare);
      if (!same) bindings.restore(before);
      return same;
    });
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

function sameEvent(expected: JsonObject, actual: JsonObject, bindings: Bindings, compare: Compare): boolean {
  const { id: _id, previousEventId: _previous, ...wanted } = expected;
  const { id: _ownId, previousEventId: _ownPrevious, ...own } = actual;
  return compare(wanted, own, bindings, "").length === 0;
}
