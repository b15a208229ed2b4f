import type { GraphEdge } from "./model.ts";

/**
 * Whether an edge is for errors: one of a Catch, or a choice's to where more Catches lead than choices, which takes up a failure
 * that was no error of the language's.
 */
export function leadsToRecovery({ kind, to }: GraphEdge, edges: readonly GraphEdge[]): boolean {
  if (kind === "catch" || kind === "next") return kind === "catch";
  const catches = edges.filter((edge) => edge.to === to && edge.kind === "catch").length;
  return catches > edges.filter((edge) => edge.to === to && edge.kind !== "catch").length;
}
