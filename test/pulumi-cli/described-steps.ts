import type { EngineStep } from "./stack-command.ts";

/**
 * What steps change, in their order: `update ComputeEnvironment compute-spot`. Steps of components, which stand for nothing in AWS, are
 * left out.
 */
export function changes(steps: readonly EngineStep[]): string[] {
  return steps.filter(({ operation }) => operation !== "same").flatMap(describe);
}

function describe({ operation, urn }: EngineStep): string[] {
  const [, , types = "", name] = urn.split("::");
  const type = types.split("$").at(-1) ?? "";
  // A type of AWS's packages is `aws:batch/jobQueue:JobQueue`, a component's `batchline:compute:Compute`.
  return type.includes("/") ? [`${operation} ${type.split(":").at(-1)} ${name}`] : [];
}

/** All steps in any order, to compare two engines. */
export function sorted(steps: readonly EngineStep[]): string[] {
  return steps.map(({ operation, urn }) => `${operation} ${urn}`).sort();
}
