import { detailOf } from "./detail.ts";
import type { Graph, GraphEdge, GraphNode, Sequence } from "./model.ts";
import { end, type ReadState, readStates } from "./read.ts";

/**
 * The graph of a definition in Amazon States Language, JSONata or JSONPath alike: only structure is looked at. Every state is
 * one node, every transition one edge.
 *
 * @param definition As parsed from JSON.
 * @throws {NotAMachineError} when the structure is broken: a state leads to one that does not exist, for example.
 */
export function graphOf(definition: unknown): Graph {
  let count = 0;
  const newId = () => `n${++count}`;
  return { root: sequenceOf(definition, "") };

  function sequenceOf(machine: unknown, path: string): Sequence {
    const { startAt, states } = readStates(machine, path);
    const start: GraphNode = { id: newId(), kind: "Start", name: "Start", inner: [] };
    const nodes = states.map((state) => nodeOf(state));
    const last: GraphNode = { id: newId(), kind: "End", name: "End", inner: [] };
    const ids = new Map(states.map(({ name }, at) => [name, nodes[at]?.id ?? ""]));
    const idOf = (target: string | typeof end) => (target === end ? last.id : (ids.get(target) ?? ""));
    const edges: GraphEdge[] = [
      { from: start.id, to: idOf(startAt), kind: "next" },
      ...states.flatMap(({ name, transitions }) =>
        transitions.map(({ to, kind, label }) => ({ from: idOf(name), to: idOf(to), kind, label })),
      ),
    ];
    const ends = edges.some(({ to }) => to === last.id);
    return { nodes: [start, ...nodes, ...(ends ? [last] : [])], edges };
  }

  function nodeOf({ name, kind, fields, inner }: ReadState): GraphNode {
    return {
      id: newId(),
      kind,
      name,
      detail: detailOf(kind, fields),
      inner: inner.map(({ machine, path }) => sequenceOf(machine, path)),
    };
  }
}
