import { hasCollisions } from "./collisions.ts";
import { corePath } from "./core-path.ts";
import { type DagreGraph, layOut, newDagreGraph, type Point } from "./dagre.ts";
import type { GraphEdge, GraphNode, Sequence } from "./model.ts";
import { type Box, boxOf, labelFont, lineHeight } from "./node-box.ts";
import { type Band, type Course, route } from "./route.ts";
import { widthOf, wrap } from "./text-size.ts";

/** All in pixels, from the upper left corner of the sequence that a thing is in. */
export interface PlacedNode extends Box {
  readonly node: GraphNode;
  /** Of the upper left corner. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  /**
   * From the border of the one node to the border of the other; up or down in each point. Of an edge that leads back to its own
   * node: where it leaves, how far it goes to the right, and where it arrives.
   */
  readonly points: readonly Point[];
  readonly label: readonly string[];
  /** The middle of the label. */
  readonly labelAt: Point;
}

export interface PlacedSequence {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** The widest that an edge's label is, in pixels. */
const widestLabel = 220;

/**
 * Finds places for everything, from the inside out: since no state leads out of the Map or Parallel it is in, those are laid
 * out first and then are nodes of a known size.
 */
export function layoutOf(sequence: Sequence): PlacedSequence {
  const boxes = new Map(sequence.nodes.map((node) => [node.id, boxOf(node, node.inner.map(layoutOf))]));
  const straight = place(sequence, boxes, corePath(sequence));
  // dagre puts nodes of a core path over others in some graphs that are not connected; without one it never does.
  return hasCollisions(straight) ? place(sequence, boxes, []) : straight;
}

function place(
  sequence: Sequence,
  boxes: ReadonlyMap<string, Box>,
  straightened: readonly string[],
): PlacedSequence {
  const graph = newDagreGraph();
  graph.setGraph({ rankdir: "TB", nodesep: 36, edgesep: 24, ranksep: 44, rankalign: "top" });
  for (const [id, { width, height }] of boxes) graph.setNode(id, { width, height });
  const labels = sequence.edges.map(({ label }) =>
    label === undefined ? [] : wrap(label, labelFont, widestLabel),
  );
  for (const [index, edge] of sequence.edges.entries()) setEdge(graph, edge, labels[index]!, String(index));
  layOut(graph, { corePath: straightened });

  const nodes = sequence.nodes.map((node): PlacedNode => {
    const box = boxes.get(node.id)!;
    const { x, y } = graph.node(node.id);
    return { node, ...box, x: x - box.width / 2, y: y - box.height / 2 };
  });
  const nodeOf = new Map(nodes.map((placed) => [placed.node.id, placed]));
  const places = sequence.edges.map((edge, index) => {
    const { points, x, y } = graph.edge(edge.from, edge.to, String(index));
    const label = labels[index]!;
    const middle = points[Math.floor(points.length / 2)]!;
    const course: Course = {
      from: nodeOf.get(edge.from)!,
      to: nodeOf.get(edge.to)!,
      through: points.slice(1, -1),
      labelHeight: label.length * lineHeight.label,
      labelAt: { x: x ?? middle.x, y: y ?? middle.y },
    };
    return { edge, label, course };
  });
  const routes = route(
    places.filter(({ edge }) => edge.from !== edge.to).map(({ course }) => course),
    bandsOf(nodes),
  ).values();
  const edges = places.map(({ edge, label, course }): PlacedEdge => {
    const points = edge.from === edge.to ? loop(course, label) : routes.next().value!;
    return { edge, points, label, labelAt: course.labelAt };
  });
  const { width, height } = graph.graph();
  return { width, height, nodes, edges };
}

function setEdge(graph: DagreGraph, edge: GraphEdge, label: readonly string[], name: string): void {
  const width = Math.max(0, ...label.map((line) => widthOf(line, labelFont) + 12));
  const height = label.length * lineHeight.label;
  const weight = edge.kind === "next" ? 8 : edge.kind === "catch" ? 1 : 3;
  graph.setEdge(edge.from, edge.to, { width, height, labelpos: "c", weight }, name);
}

/** The heights that nodes take; those of one rank start at the same. */
function bandsOf(nodes: readonly PlacedNode[]): Band[] {
  return [...Map.groupBy(nodes, ({ y }) => Math.round(y)).entries()].map(([top, rank]) => ({
    top,
    bottom: top + Math.max(...rank.map(({ height }) => height)),
  }));
}

function loop({ from, labelAt }: Course, label: readonly string[]): Point[] {
  const [right, middle] = [from.x + from.width, from.y + from.height / 2];
  const left = labelAt.x - Math.max(0, ...label.map((line) => widthOf(line, labelFont))) / 2;
  return [
    { x: right, y: middle - 10 },
    { x: Math.max(left - 4, right + 16), y: middle },
    { x: right, y: middle + 10 },
  ];
}
