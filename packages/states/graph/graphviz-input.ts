import { must } from "@batchline/diagnostics";
import type { Attributes, Graph as GraphvizGraph, Subgraph } from "@viz-js/viz";
import type { Graph, GraphEdge, GraphNode, NodeKind, Sequence } from "./model.ts";
import { kinds, page } from "./svg-style.ts";

type Part = Required<Pick<Subgraph, "nodes" | "edges" | "subgraphs">>;

/** The longest line of a label, in characters. */
const longestLine = { node: 30, edge: 36 };

/** Texts are drawn smaller than they are measured, so that they fit in any reader's font. */
const measured = { fontname: "Helvetica", fontsize: 15 };

const shapes: Partial<Record<NodeKind, Attributes>> = {
  Start: { shape: "circle", label: "", width: 0.16, height: 0.16, fixedsize: true },
  End: { shape: "doublecircle", label: "", width: 0.12, height: 0.12, fixedsize: true },
  Choice: { shape: "hexagon", style: "filled", margin: "0.02,0.03" },
  Succeed: { shape: "ellipse", margin: "0.01,0.02" },
  Fail: { shape: "ellipse", margin: "0.01,0.02" },
  Recovery: { style: "rounded,filled,dashed" },
};

/** The graph as Graphviz's input. Nodes are called by their ids and all texts are escaped, so that no name of a state
 * can change the picture. Maps, Parallels and branches are clusters. */
export function graphvizInput({ root }: Graph): GraphvizGraph {
  return {
    directed: true,
    graphAttributes: {
      ...measured,
      compound: true,
      nodesep: 0.35,
      ranksep: 0.4,
      pad: 0.2,
      bgcolor: page.light.back,
    },
    nodeAttributes: { ...measured, shape: "box", style: "rounded,filled", margin: "0.2,0.08" },
    edgeAttributes: { ...measured, arrowsize: 0.7, color: page.light.line },
    ...sequenceOf(root),
  };
}

function sequenceOf({ nodes, edges }: Sequence): Part {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return {
    nodes: nodes
      .filter(({ inner }) => inner.length === 0)
      .map((node) => ({ name: node.id, attributes: { ...looksOf(node), ...shapes[node.kind] } })),
    edges: edges.map((edge) => edgeOf(edge, byId)),
    subgraphs: nodes.filter(({ inner }) => inner.length > 0).map(clusterOf),
  };
}

function clusterOf(node: GraphNode): Subgraph {
  const attributes = { ...looksOf(node), style: "rounded,filled", margin: 14 };
  const [only, ...others] = node.inner.map(sequenceOf);
  const content: Partial<Part> | undefined =
    others.length === 0
      ? only
      : {
          subgraphs: [only, ...others].map((part, index) => ({
            name: `cluster_${node.id}b${index + 1}`,
            graphAttributes: {
              label: "",
              class: "branch",
              style: "rounded,dashed",
              margin: 10,
              ...colour("branch"),
            },
            ...part,
          })),
        };
  return { name: `cluster_${node.id}`, graphAttributes: attributes, ...content };
}

/** Graphviz has edges between nodes only: one of a cluster starts or ends at a node inside, and is cut at the border. */
function edgeOf({ from, to, kind, label }: GraphEdge, nodes: ReadonlyMap<string, GraphNode>) {
  const [tail, head] = [nodes.get(from), nodes.get(to)];
  const isLoop = from === to;
  return {
    tail: last(tail) ?? from,
    head: first(head) ?? to,
    attributes: {
      class: kind,
      weight: kind === "next" ? 8 : kind === "catch" ? 1 : 3,
      ...(kind === "catch" && { style: "dashed" }),
      ...(label !== undefined && { label: escString(lines(label, longestLine.edge)) }),
      // Graphviz can crash when it ranks nodes of a cluster by an edge from the cluster to itself.
      ...(last(tail) !== undefined && isLoop && { constraint: false }),
      ...(last(tail) !== undefined && !isLoop && { ltail: `cluster_${from}` }),
      ...(first(head) !== undefined && !isLoop && { lhead: `cluster_${to}` }),
    },
  };
}

/** The first node of those inside. */
function first(node: GraphNode | undefined): string | undefined {
  const inner = node?.inner[0]?.nodes[0];
  return inner && (first(inner) ?? inner.id);
}

/** The last node of those inside. */
function last(node: GraphNode | undefined): string | undefined {
  const inner = node?.inner[0]?.nodes.at(-1);
  return inner && (last(inner) ?? inner.id);
}

function looksOf({ kind, name, detail }: GraphNode): Attributes {
  const title = lines(name, longestLine.node);
  const what = [kind === "Recovery" ? undefined : kind, detail]
    .filter((part) => part !== undefined)
    .join(" · ");
  const label = escString([...title, ...lines(what, longestLine.node)]);
  const className = kind.toLowerCase();
  return { label, class: `${className} title${title.length}`, ...colour(className) };
}

function colour(className: string): Attributes {
  const [fillcolor, color] = must(kinds[className], `each kind has a colour, also ${className}`).light;
  return { fillcolor, color };
}

/** `text` in lines of at most `length` characters, broken at spaces where possible. */
function lines(text: string, length: number): string[] {
  const words = text
    .replace(/\s+/g, " ")
    .trim()
    .split(" ")
    .flatMap((word) => word.match(new RegExp(`.{1,${length}}`, "gsu")) ?? [word]);
  const broken: string[] = [];
  for (const word of words) {
    const joined = `${broken.at(-1)} ${word}`;
    if (broken.length > 0 && [...joined].length <= length) broken.splice(-1, 1, joined);
    else broken.push(word);
  }
  return broken;
}

/** Lines as Graphviz's label, in which `\` and `&` begin escapes. */
function escString(parts: readonly string[]): string {
  return parts.map((line) => validXml(line).replaceAll("\\", "\\\\").replaceAll("&", "&amp;")).join("\\n");
}

/** Everything that XML 1.0 does not take in any notation: https://www.w3.org/TR/xml/#charsets */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** `text` with U+FFFD for every character that XML cannot hold, and one kind of line break. */
export const validXml = (text: string): string =>
  text.toWellFormed().replace(forbidden, "\ufffd").replace(/\r\n?/g, "\n");
