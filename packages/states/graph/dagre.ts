import * as dagre from "@dagrejs/dagre";

/** The part of dagre that is used: its own declarations import without file extensions, which Node's resolution does not find. */
export interface DagreGraph {
  setGraph(options: {
    readonly rankdir: "TB";
    /** Least space between the nodes of one rank, between edges, and between ranks; in pixels. */
    readonly nodesep: number;
    readonly edgesep: number;
    readonly ranksep: number;
    readonly rankalign: "top";
  }): void;
  setNode(id: string, size: { readonly width: number; readonly height: number }): void;
  setEdge(
    from: string,
    to: string,
    label: {
      readonly width: number;
      readonly height: number;
      readonly labelpos: "c";
      /** How straight and short it should be, compared with others. */
      readonly weight: number;
    },
    name: string,
  ): void;
  /** Places are of the middle. */
  node(id: string): { readonly x: number; readonly y: number };
  edge(
    from: string,
    to: string,
    name: string,
  ): { readonly points: readonly Point[]; readonly x?: number; readonly y?: number };
  graph(): { readonly width: number; readonly height: number };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const Graph: new (options: { readonly multigraph: true }) => DagreGraph = dagre.Graph;

/** A graph in which two nodes may have several edges, each with a name of its own. */
export const newDagreGraph = () => new Graph({ multigraph: true });

/** Gives all nodes and edges their places; the nodes of `corePath`, each with an edge to the next, are put above each other. */
export const layOut: (graph: DagreGraph, options: { readonly corePath: readonly string[] }) => void =
  dagre.layout;
