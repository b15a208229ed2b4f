import { must } from "@batchline/diagnostics";
import { countStates, type Graph, type GraphEdge, type GraphNode, type Sequence } from "./model.ts";

/** A recovery with this many states or more becomes one node. */
const leastRecovery = 3;

/** A shorter graph of what a machine does. States that only an error leads to become one node if there are three or
 * more. Pass states, which only carry data, are left out unless a sequence has nothing else. How a recovery ends
 * (Succeed, Fail) stays.
 * @example toMermaid(overview(graphOf(definition))) */
export function overview({ root }: Graph): Graph {
  const omitted = { passes: 0, recovery: 0 };
  return { root: simplify(root), omitted };

  function simplify(sequence: Sequence): Sequence {
    const { nodes, edges } = withRecoveryNodes(withoutPasses(sequence));
    return { nodes: nodes.map((node) => ({ ...node, inner: node.inner.map(simplify) })), edges };
  }

  function withoutPasses(sequence: Sequence): Sequence {
    if (sequence.nodes.every(({ kind }) => ["Start", "End", "Pass"].includes(kind))) return sequence;
    return sequence.nodes
      .filter(({ kind }) => kind === "Pass")
      .reduce((before, { id }) => {
        const next = before.edges.find(({ from }) => from === id)?.to;
        if (next === undefined || next === id) return before;
        omitted.passes += 1;
        return {
          nodes: before.nodes.filter((node) => node.id !== id),
          edges: distinct(
            before.edges
              .filter(({ from }) => from !== id)
              .map((edge) => (edge.to === id ? { ...edge, to: next } : edge)),
          ),
        };
      }, sequence);
  }

  function withRecoveryNodes(sequence: Sequence): Sequence {
    return recoveries(sequence).reduce((before, group) => {
      const grouped = { nodes: before.nodes.filter(({ id }) => group.has(id)), edges: [] };
      if (grouped.nodes.length < leastRecovery) return before;
      const states = countStates(grouped);
      omitted.recovery += states;
      return collapse(before, group, `${states} states`);
    }, sequence);
  }
}

/** Replaces the nodes of `group` by one node, in the place of the first. */
function collapse({ nodes, edges }: Sequence, group: ReadonlySet<string>, detail: string): Sequence {
  const first = must(
    nodes.find(({ id }) => group.has(id)),
    "a group has a node",
  );
  const { id } = first;
  const recovery: GraphNode = { id, kind: "Recovery", name: "Recovery", detail, inner: [] };
  const moved = edges
    .filter(({ from, to }) => !(group.has(from) && group.has(to)))
    .map((edge): GraphEdge => {
      if (group.has(edge.from)) return { from: id, to: edge.to, kind: "next" };
      return group.has(edge.to) ? { ...edge, to: id } : edge;
    });
  return {
    nodes: nodes
      .filter((node) => node === first || !group.has(node.id))
      .map((node) => (node === first ? recovery : node)),
    edges: distinct(moved),
  };
}

/** Whether an edge is for errors: a Catch, or a choice that leads to a state with more Catches than choices before it.
 * Such a choice handles a failure that the machine itself detects. */
function leadsToRecovery({ kind, to }: GraphEdge, edges: readonly GraphEdge[]): boolean {
  if (kind === "catch" || kind === "next") return kind === "catch";
  const catches = edges.filter((edge) => edge.to === to && edge.kind === "catch").length;
  return catches > edges.filter((edge) => edge.to === to && edge.kind !== "catch").length;
}

/** The groups of connected states that only a caught error leads to, without those that end the execution. */
function recoveries({ nodes, edges }: Sequence): ReadonlySet<string>[] {
  const start = nodes.slice(0, 1).map(({ id }) => id);
  const usual = reach(
    start,
    edges.filter((edge) => !leadsToRecovery(edge, edges)),
  );
  const possible = reach(start, edges);
  const only = new Set(
    nodes
      .filter(
        ({ id, kind }) => possible.has(id) && !usual.has(id) && !["Succeed", "Fail", "End"].includes(kind),
      )
      .map(({ id }) => id),
  );
  const within = edges.filter(({ from, to }) => only.has(from) && only.has(to));
  const bothWays = within.flatMap((edge) => [edge, { ...edge, from: edge.to, to: edge.from }]);
  const groups: ReadonlySet<string>[] = [];
  for (const id of only) if (!groups.some((group) => group.has(id))) groups.push(reach([id], bothWays));
  return groups;
}

/** The ids that edges lead to from `starts`, and these. */
function reach(starts: readonly string[], edges: readonly GraphEdge[]): ReadonlySet<string> {
  const reached = new Set(starts);
  // A set is walked in the order of insertion, with what is added on the way.
  for (const id of reached) for (const { from, to } of edges) if (from === id) reached.add(to);
  return reached;
}

function distinct(edges: readonly GraphEdge[]): GraphEdge[] {
  const seen = new Set<string>();
  return edges.filter(({ from, to, kind, label }) => {
    const key = JSON.stringify([from, to, kind, label]);
    return !seen.has(key) && seen.add(key);
  });
}
