import { everyStep, isAssigning, ownExpressions, type Sequence } from "../core/step.ts";
import { descend, type Node, type Variable } from "../expression/node.ts";

/** The variables that a state reads, directly or through another variable. Others are not assigned. */
export function liveVariables(root: Sequence): ReadonlySet<Variable> {
  const live = new Set<Variable>();
  const sources = new Map<Variable, Node[]>();
  const comesFrom = (variable: Variable, node: Node | undefined) => {
    if (node !== undefined) sources.set(variable, [...(sources.get(variable) ?? []), node]);
  };
  const pending: Node[] = [];
  for (const step of everyStep(root)) {
    pending.push(...ownExpressions(step));
    if (isAssigning(step)) for (const { variable, value } of step.assign) comesFrom(variable, value);
    if (step.kind === "map" && step.body.result) pending.push(step.body.result);
    if (step.kind === "parallel") {
      pending.push(...step.branches.flatMap(({ result }) => (result ? [result] : [])));
    }
    if (step.kind === "choice") {
      for (const { block } of step.branches) comesFrom(step.result, block.result);
      comesFrom(step.result, step.otherwise?.result);
    }
    if (step.kind === "attempt") {
      comesFrom(step.result, step.body.result);
      comesFrom(step.result, step.handler.result);
    }
  }
  while (pending.length > 0) {
    for (const node of descend(pending.pop() as Node)) {
      if (node.kind !== "variable" || live.has(node.variable)) continue;
      live.add(node.variable);
      pending.push(...(sources.get(node.variable) ?? []));
    }
  }
  return live;
}
