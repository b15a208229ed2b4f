import type { Stage, Workflow } from "./declaration.ts";
import { checkDeclaration } from "./declaration-checks.ts";

/** A workflow as its author declares it: the compiler checks that a stage's needs are stages. */
interface WorkflowDeclaration<P, S extends string> extends Omit<Workflow<P, S>, "stages"> {
  readonly stages: Readonly<Record<S, Stage<NoInfer<S>>>>;
}

/**
 * Declares a workflow. @throws {InvalidWorkflowError} BL-W001 with all problems at once.
 * @example workflow({ name: "report", params: Params, chunks: perTenant(), stages: { collect }, machine: standardMachine });
 */
export function workflow<P, S extends string>(declaration: WorkflowDeclaration<P, S>): Workflow<P, S> {
  checkDeclaration(declaration);
  return declaration;
}

/** `count` minutes in seconds. @example minutes(10) // 600 */
export const minutes = (count: number): number => count * 60;

/** `count` hours in seconds. @example hours(2) // 7200 */
export const hours = (count: number): number => count * 3600;
