import type { Point } from "./dagre.ts";
import { layoutOf, type PlacedEdge, type PlacedNode, type PlacedSequence } from "./layout.ts";
import { countStates, type Graph, omission } from "./model.ts";
import { frame, lineHeight, pointed } from "./node-box.ts";
import { style } from "./svg-style.ts";
import { xmlText } from "./xml-text.ts";

const margin = 20;

/**
 * The graph as an SVG picture, the same bytes for the same graph. It refers to nothing outside itself, is readable on light
 * and dark pages, and each state's whole name is its title.
 *
 * @param options.title What the picture is of.
 */
export function toSvg(graph: Graph, options: { readonly title: string }): string {
  const root = layoutOf(graph.root);
  const [width, height] = [Math.ceil(root.width + 2 * margin), Math.ceil(root.height + 2 * margin)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="asl" role="img" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${xmlText(options.title)}</title>`,
    `<desc>${xmlText(description(graph))}</desc>`,
    `<style>\n${style}\n</style>`,
    `<rect class="back" width="${width}" height="${height}" rx="8"/>`,
    ...sequenceOf(root, margin, margin),
    "</svg>",
    "",
  ].join("\n");
}

function description(graph: Graph): string {
  const states = countStates(graph.root);
  const shown = `State machine: ${states} ${states === 1 ? "state" : "states"}, from ${listOf(graph)}.`;
  return [shown, omission(graph)].filter(Boolean).join(" ");
}

/** The states that the execution goes through or may end in, in the order of the definition. */
const listOf = ({ root }: Graph) =>
  root.nodes
    .filter(({ kind }) => kind !== "Start" && kind !== "End")
    .map(({ name }) => name)
    .join(", ");

function sequenceOf({ nodes, edges }: PlacedSequence, x: number, y: number): string[] {
  return [
    `<g transform="translate(${number(x)} ${number(y)})">`,
    ...edges.map(arrow),
    ...nodes.flatMap(nodeOf),
    ...edges.flatMap(labelOf),
    "</g>",
  ];
}

function nodeOf(placed: PlacedNode): string[] {
  const { node, x, y, width, height, name, detail, inner } = placed;
  if (node.kind === "Start" || node.kind === "End") return [boundary(placed)];
  const middle = number(width / 2);
  const top =
    inner.length > 0 ? 9 : (height - name.length * lineHeight.name - detail.length * lineHeight.detail) / 2;
  const below = top + name.length * lineHeight.name;
  const tallest = Math.max(...inner.map(({ sequence }) => sequence.height));
  const frames =
    inner.length < 2
      ? []
      : inner.map(
          ({ x, y, sequence }) =>
            `<rect class="frame" x="${number(x - frame)}" y="${number(y - frame)}" width="${number(sequence.width + 2 * frame)}" height="${number(tallest + 2 * frame)}" rx="6"/>`,
        );
  return [
    `<g class="${node.kind.toLowerCase()}" transform="translate(${number(x)} ${number(y)})">`,
    `<title>${xmlText(node.name)}</title>`,
    shape(placed),
    ...name.map(
      (line, at) =>
        `<text class="name" x="${middle}" y="${number(top + 14 + at * lineHeight.name)}">${xmlText(line)}</text>`,
    ),
    ...detail.map(
      (line, at) =>
        `<text class="detail" x="${middle}" y="${number(below + 12 + at * lineHeight.detail)}">${xmlText(line)}</text>`,
    ),
    ...frames,
    ...inner.flatMap(({ x, y, sequence }) => sequenceOf(sequence, x, y)),
    "</g>",
  ];
}

function boundary({ node, x, y, width, height }: PlacedNode): string {
  const at = `cx="${number(x + width / 2)}" cy="${number(y + height / 2)}"`;
  if (node.kind === "Start") return `<circle class="dot" ${at} r="7"/>`;
  return `<circle class="ring" ${at} r="8.5"/><circle class="dot" ${at} r="5"/>`;
}

function shape({ node, width, height }: PlacedNode): string {
  const [w, h] = [number(width), number(height)];
  if (node.kind === "Choice") {
    const [left, right, middle] = [pointed, number(width - pointed), number(height / 2)];
    return `<path class="shape" d="M${left} 0H${right}L${w} ${middle}L${right} ${h}H${left}L0 ${middle}Z"/>`;
  }
  const round = node.kind === "Succeed" || node.kind === "Fail" ? number(height / 2) : "6";
  return `<rect class="shape" width="${w}" height="${h}" rx="${round}"/>`;
}

function arrow({ edge, points }: PlacedEdge): string {
  const caught = edge.kind === "catch" ? " caught" : "";
  const tip = points.at(-1)!;
  if (edge.from === edge.to) {
    const [first, side] = [points[0]!, points[1]!];
    // A curve goes three quarters of the way to where it is pulled.
    const pull = number(tip.x + ((side.x - tip.x) * 4) / 3);
    const line = `M${number(first.x)} ${number(first.y)}C${pull} ${number(first.y)} ${pull} ${number(tip.y)} ${number(tip.x + 5)} ${number(tip.y)}`;
    return `<path class="line${caught}" d="${line}"/>${head(tip, "left")}`;
  }
  const down = tip.y > points.at(-2)!.y || (tip.y === points.at(-2)!.y && tip.y > points[0]!.y);
  // The line stops inside the arrow's head, whose tip would be blunt otherwise.
  const stop = { x: tip.x, y: tip.y + (down ? -5 : 5) };
  return `<path class="line${caught}" d="${curve([...points.slice(0, -1), stop])}"/>${head(tip, down ? "down" : "up")}`;
}

/** A line through all points that runs straight up or down in each of them. */
function curve([first, ...others]: readonly Point[]): string {
  let from = first!;
  let path = `M${number(from.x)} ${number(from.y)}`;
  for (const to of others) {
    const half = number((from.y + to.y) / 2);
    path +=
      Math.abs(from.x - to.x) < 0.5
        ? `V${number(to.y)}`
        : `C${number(from.x)} ${half} ${number(to.x)} ${half} ${number(to.x)} ${number(to.y)}`;
    from = to;
  }
  return path;
}

function head({ x, y }: Point, towards: "up" | "down" | "left"): string {
  const corners = { down: "-4 -8h8", up: "-4 8h8", left: "8 -4v8" }[towards];
  return `<path class="head" d="M${number(x)} ${number(y)}l${corners}z"/>`;
}

function labelOf({ label, labelAt }: PlacedEdge): string[] {
  const top = labelAt.y - (label.length * lineHeight.label) / 2;
  return label.map(
    (line, at) =>
      `<text class="label" x="${number(labelAt.x)}" y="${number(top + 12 + at * lineHeight.label)}">${xmlText(line)}</text>`,
  );
}

/** To a tenth of a pixel: shorter, and the same on every machine. */
const number = (value: number) => String(Math.round(value * 10) / 10);
