import type { DefinitionProblem } from "@batchline/asl";
import type { Evaluated, Evaluation } from "../expressions/expressions.ts";

/** What the side thread is asked to do. Values that may be large go as JSON text: it is copied faster. */
export type Work =
  | (Omit<Evaluation, "variables"> & { readonly kind: "evaluate"; readonly variables: string })
  | { readonly kind: "check"; readonly definition: string };

/** The answer to a piece of work. */
export interface Answers {
  readonly evaluate: Evaluated;
  readonly check: readonly DefinitionProblem[];
}

/** The limit that a piece of work broke. */
export type Exceeded = "time" | "memory";
