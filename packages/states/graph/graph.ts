import {
  errorsOf,
  InvalidDefinitionError,
  type OutlinedBlock,
  type OutlinedState,
  outline,
  type Transition,
} from "@batchline/asl";
import { conditionOf } from "./condition.ts";
import { detailOf } from "./detail.ts";
import type { Graph, GraphEdge, GraphNode, Sequence } from "./model.ts";

/** The graph of a definition in JSONata or JSONPath: every state is one node, every transition one edge.
 * @param definition As parsed from JSON.
 * @throws {InvalidDefinitionError} when the structure is broken: a state leads to one that does not exist, for example.
 * @example toMermaid(graphOf(JSON.parse(definition))) */
export function graphOf(definition: unknown): Graph {
  let count = 0;
  const newId = () => `n${++count}`;
  return { root: sequenceOf(outline(definition)) };

  function sequenceOf({ startAt, states, path }: OutlinedBlock): Sequence {
    const start: GraphNode = { id: newId(), kind: "Start", name: "Start", inner: [] };
    const nodes = states.map(nodeOf);
    const last: GraphNode = { id: newId(), kind: "End", name: "End", inner: [] };
    const idOf = (target: string, at: string): string => {
      const node = nodes.find(({ name }) => name === target);
      if (node !== undefined) return node.id;
      throw new InvalidDefinitionError([{ code: "BL-L006", path: at, message: `Missing target: ${target}` }]);
    };
    const edges: GraphEdge[] = [
      { from: start.id, to: idOf(startAt, `${path}/StartAt`), kind: "next" },
      ...states.flatMap((state) => {
        const from = idOf(state.name, state.path);
        const onward: GraphEdge[] = state.transitions.map((transition) => ({
          from,
          to: idOf(transition.target, `${state.path}/${transition.field}`),
          kind: transition.kind,
          label: labelOf(transition),
        }));
        return endsHere(state) ? [{ from, to: last.id, kind: "next" } as const, ...onward] : onward;
      }),
    ];
    const ends = edges.some(({ to }) => to === last.id);
    return { nodes: [start, ...nodes, ...(ends ? [last] : [])], edges };
  }

  function nodeOf({ name, type, fields, inner }: OutlinedState): GraphNode {
    return { id: newId(), kind: type, name, detail: detailOf(type, fields), inner: inner.map(sequenceOf) };
  }
}

/** Whether a state ends its sequence. */
function endsHere({ name, path, type, fields, transitions }: OutlinedState): boolean {
  if (fields.End === true) return true;
  const hasWayOn =
    ["Succeed", "Fail", "Choice"].includes(type) || transitions.some(({ kind }) => kind === "next");
  if (hasWayOn) return false;
  throw new InvalidDefinitionError([
    { code: "BL-L002", path, state: name, message: "needs either Next or End" },
  ]);
}

function labelOf({ kind, rule }: Transition): string | undefined {
  if (kind === "default") return "Default";
  if (rule === undefined) return undefined;
  if (kind === "choice") return conditionOf(rule);
  const errors = errorsOf(rule).join(", ");
  return errors === "States.ALL" ? "any error" : errors;
}
