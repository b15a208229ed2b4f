import {
  type Graph,
  type GraphEdge,
  type GraphNode,
  type NodeKind,
  omission,
  type Sequence,
} from "./model.ts";

/** Fill, line and text of each kind of node; all are given so that a dark page changes none. */
const classes = {
  task: "fill:#ddf4ff,stroke:#0969da,color:#1f2328",
  choice: "fill:#fff8c5,stroke:#9a6700,color:#1f2328",
  wait: "fill:#fff1e5,stroke:#bc4c00,color:#1f2328",
  pass: "fill:#f6f8fa,stroke:#818b98,color:#1f2328",
  succeed: "fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
  fail: "fill:#ffebe9,stroke:#cf222e,color:#1f2328",
  recovery: "fill:#f6f8fa,stroke:#818b98,color:#59636e,stroke-dasharray:4 3",
  // Mermaid reserves the word `end`.
  bound: "fill:#59636e,stroke:#59636e,color:#ffffff",
};

/** The graph as a Mermaid flowchart. Choices are hexagons, Maps and the branches of Parallels are subgraphs, caught
 * errors are dotted.
 * @param options.title Describes the picture to screen readers.
 * @example toMermaid(graphOf(definition), { title: "My machine" }) */
export function toMermaid(graph: Graph, options: { readonly title?: string } = {}): string {
  const note = omission(graph);
  const lines = [
    "flowchart TD",
    ...(options.title === undefined ? [] : [`  accTitle: ${plain(options.title)}`]),
    ...(note === undefined ? [] : [`  accDescr: ${plain(note)}`]),
    ...sequenceLines(graph.root, "  "),
    ...classLines(graph.root),
  ];
  return `${lines.join("\n")}\n`;
}

function sequenceLines({ nodes, edges }: Sequence, indent: string): string[] {
  return [
    ...nodes.flatMap((node) => nodeLines(node, indent)),
    ...edges.map((edge) => `${indent}${edgeLine(edge)}`),
  ];
}

function nodeLines(node: GraphNode, indent: string): string[] {
  if (node.inner.length === 0) return [`${indent}${node.id}${shapeOf(node)}`];
  const branches = node.inner.map((sequence, index) =>
    node.inner.length === 1
      ? sequenceLines(sequence, `${indent}  `)
      : [
          `${indent}  subgraph ${node.id}b${index + 1}["Branch ${index + 1}"]`,
          `${indent}    direction TB`,
          ...sequenceLines(sequence, `${indent}    `),
          `${indent}  end`,
        ],
  );
  return [
    `${indent}subgraph ${node.id}[${label(node)}]`,
    `${indent}  direction TB`,
    ...branches.flat(),
    `${indent}end`,
  ];
}

function shapeOf(node: GraphNode): string {
  switch (node.kind) {
    case "Choice":
      return `{{${label(node)}}}`;
    case "Start":
    case "End":
    case "Succeed":
    case "Fail":
      return `([${label(node)}])`;
    case "Recovery":
      return `[[${label(node)}]]`;
    default:
      return `[${label(node)}]`;
  }
}

const label = ({ name, detail }: GraphNode) =>
  `"${mermaidText(name, ...(detail === undefined ? [] : [detail]))}"`;

function edgeLine({ from, to, kind, label }: GraphEdge): string {
  const arrow = kind === "catch" ? "-.->" : "-->";
  return `${from} ${arrow}${label === undefined ? "" : `|"${mermaidText(label)}"|`} ${to}`;
}

/** One `class` statement a kind: the shorthand `:::` on each node would make the text harder to read. */
function classLines(root: Sequence): string[] {
  return Object.entries(classes).flatMap(([name, style]) => {
    const ids = leaves(root)
      .filter(({ kind }) => classOf(kind) === name)
      .map(({ id }) => id);
    return ids.length === 0 ? [] : [`  classDef ${name} ${style}`, `  class ${ids.join(",")} ${name}`];
  });
}

const classOf = (kind: NodeKind) => (kind === "Start" || kind === "End" ? "bound" : kind.toLowerCase());

const leaves = ({ nodes }: Sequence): GraphNode[] =>
  nodes.flatMap((node) => (node.inner.length === 0 ? [node] : node.inner.flatMap(leaves)));

/** What an accessibility line can hold: no markup, no entities. */
const plain = (text: string) =>
  text
    .replace(/[^\p{L}\p{N} .,:()-]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();

/** All that Mermaid does not read as plain text in a quoted label. It looks for quotes, entities, HTML, Markdown,
 * directives, icons (`fa:fa-…`), formulas (`$$`) and links. */
const special =
  /["#%&*;<>@[\\\]^_`{|}~]|[\p{Cc}\p{Cf}]|:(?![ a-z])|:(?=fa)|\$(?=\$)|(?<=www)\.|^[-+=.]+|(?<=^\d+)[.)]/giu;

/** Before it parses, Mermaid takes the last semicolon, thus an entity's, from lines like `style…:…#…;`, quoted or not. */
const styling = /style|classdef/i;

/** The lines of a label for between its quotes; line breaks and runs of spaces in them become one space. */
function mermaidText(...lines: readonly string[]): string {
  const text = lines.map(escapeLine).join("<br/>");
  return styling.test(text) ? text.replaceAll(":", entity(":")) : text;
}

function escapeLine(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim().toWellFormed();
  if (line === "") return entity("\u00a0");
  return line.replace(special, (found) => [...found].map(entity).join(""));
}

/** Mermaid's entities are HTML's without the ampersand. */
const entity = (character: string) => `#${character.codePointAt(0)};`;
