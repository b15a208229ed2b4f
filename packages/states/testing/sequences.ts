import type { GraphNode, Sequence } from "../graph/model.ts";

/** The sequence and those inside its nodes. */
export function allSequences(root: Sequence): Sequence[] {
  return [root, ...root.nodes.flatMap(({ inner }) => inner.flatMap(allSequences))];
}

/** The nodes of all levels, those inside a node after it. */
export function allNodes({ nodes }: Sequence): GraphNode[] {
  return nodes.flatMap((node) => [node, ...node.inner.flatMap(allNodes)]);
}

/** A line an edge: `A -> B`, `A -[x > 1]-> B`, and `A -(any error)-> B` for what is caught. */
export function edgeLines({ nodes, edges }: Sequence): string[] {
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.name;
  return edges.map(({ from, to, kind, label }) => {
    const middle = label === undefined ? "" : kind === "catch" ? `(${label})-` : `[${label}]-`;
    return `${nameOf(from)} -${middle}> ${nameOf(to)}`;
  });
}
