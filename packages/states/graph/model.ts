import type { StateType, Transition } from "@batchline/asl";
import { plural } from "@batchline/diagnostics";

/** A state by its type, or the start or end of a sequence of states. */
export type NodeKind = StateType | "Start" | "End" | "Recovery";

export interface GraphNode {
  /** Unique in the whole graph: `n` and a number, counted in the order of the definition. */
  readonly id: string;
  readonly kind: NodeKind;
  /** The state's name, or `Start`, `End` or `Recovery`. */
  readonly name: string;
  /** A few words on what it does, such as `lambda:invoke` or `60 s`. */
  readonly detail?: string | undefined;
  /** A Map's iteration, or a Parallel's branches. */
  readonly inner: readonly Sequence[];
}

export interface GraphEdge {
  /** Ids of two nodes of the same sequence. */
  readonly from: string;
  readonly to: string;
  /** `next` leads on from a state that succeeded, `catch` from one that failed; the others are a choice's. */
  readonly kind: Transition["kind"];
  /** A choice's condition, `Default`, or the errors that are caught. */
  readonly label?: string | undefined;
}

/** A machine, an iteration of a Map or a branch of a Parallel: states never lead out of it. */
export interface Sequence {
  /** The first is its start; its end, when a state leads there, is the last. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** What a simplified graph does not show. */
export interface Omitted {
  /** Pass states that were left out. */
  readonly passes: number;
  /** States that became part of a `Recovery` node. */
  readonly recovery: number;
}

/** A state machine's structure. */
export interface Graph {
  readonly root: Sequence;
  /** Absent when everything is shown. */
  readonly omitted?: Omitted;
}

/** How many states a sequence has, with those inside its Maps and Parallels. */
export function countStates({ nodes }: Sequence): number {
  return nodes
    .filter(({ kind }) => kind !== "Start" && kind !== "End" && kind !== "Recovery")
    .reduce((sum, { inner }) => sum + 1 + inner.reduce((within, each) => within + countStates(each), 0), 0);
}

/** The words for what is not shown, for a picture's description; undefined when everything is. */
export function omission({ omitted }: Graph): string | undefined {
  if (omitted === undefined) return undefined;
  const parts = [
    ...(omitted.recovery > 0
      ? [`${plural(omitted.recovery, "state")} of error recovery drawn as Recovery`]
      : []),
    ...(omitted.passes > 0 ? [`${plural(omitted.passes, "Pass state")} left out`] : []),
  ];
  return parts.length === 0 ? undefined : `Simplified: ${parts.join(", ")}.`;
}
