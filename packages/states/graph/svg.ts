import { must, plural } from "@batchline/diagnostics";
import { graphvizInput, validXml } from "./graphviz-input.ts";
import { countStates, type Graph, type GraphNode, omission, type Sequence } from "./model.ts";
import { style } from "./svg-style.ts";

/** The graph as an SVG picture, drawn by Graphviz: the same bytes for the same graph. It refers to nothing outside
 * itself, is readable on light and dark pages, and each state's whole name is its title.
 * @param options.title What the picture is of.
 * @example await toSvg(graphOf(definition), { title: "My machine" }) */
export async function toSvg(graph: Graph, options: { readonly title: string }): Promise<string> {
  // A megabyte of WebAssembly: loaded only when a picture is drawn.
  const { instance } = await import("@viz-js/viz");
  // An instance for each picture: one that has drawn some names can fail on a later picture.
  const drawn = (await instance()).renderString(graphvizInput(graph), { format: "svg" });
  const names = new Map(stateNodes(graph.root).map(({ id, name }) => [id, name]));
  const head = [
    `<title>${xmlText(options.title)}</title>`,
    `<desc>${xmlText(description(graph))}</desc>`,
    `<style>\n${style}\n</style>`,
  ];
  return drawn
    .slice(drawn.indexOf("<svg"))
    .replace(/<!--.*?-->\n?/gs, "")
    .replace(/<title>(?:cluster_)?(.*?)<\/title>\n?/g, (_, id: string) => {
      const name = names.get(id);
      return name === undefined ? "" : `<title>${xmlText(name)}</title>\n`;
    })
    .replace(
      /<svg ([^>]*)>\n/,
      (_, attributes: string) => `<svg class="asl" role="img" ${attributes}>\n${head.join("\n")}\n`,
    );
}

function stateNodes({ nodes }: Sequence): GraphNode[] {
  return nodes.flatMap((node) => [
    ...(node.kind === "Start" || node.kind === "End" ? [] : [node]),
    ...node.inner.flatMap(stateNodes),
  ]);
}

/** Names the states of the outermost sequence, in the order of the definition. */
function description(graph: Graph): string {
  const states = countStates(graph.root);
  const named = graph.root.nodes.filter(({ kind }) => kind !== "Start" && kind !== "End");
  const shown = `State machine: ${plural(states, "state")}, from ${named.map(({ name }) => name).join(", ")}.`;
  return [shown, omission(graph)].filter(Boolean).join(" ");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** `text` as the content of an element. */
const xmlText = (text: string): string =>
  validXml(text).replace(/[&<>]/g, (character) => must(entities[character], "each of them has an entity"));
