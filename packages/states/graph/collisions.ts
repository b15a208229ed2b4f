import type { PlacedEdge, PlacedNode, PlacedSequence } from "./layout.ts";

/** Whether a node lies over another or an edge runs over a node that it does not touch. */
export function hasCollisions({ nodes, edges }: Pick<PlacedSequence, "nodes" | "edges">): boolean {
  return (
    nodes.some((node, index) => nodes.slice(index + 1).some((other) => overlap(node, other))) ||
    edges.some((edge) => nodes.some((node) => runsOver(edge, node)))
  );
}

function overlap(a: PlacedNode, b: PlacedNode): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Only straight pieces can: edges move sideways where no node is. */
function runsOver({ edge, points }: PlacedEdge, { node, x, y, width, height }: PlacedNode): boolean {
  if (edge.from === node.id || edge.to === node.id) return false;
  return points.slice(1).some((to, index) => {
    const from = points[index]!;
    const straight = Math.abs(from.x - to.x) < 0.5;
    const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
    return straight && x < to.x && to.x < x + width && top < y + height - 1 && bottom > y + 1;
  });
}
