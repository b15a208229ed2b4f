import { didYouMean } from "@batchline/diagnostics";
import { workflows } from "../workflows/declarations.ts";
import type { PlannedWorkflow } from "./plan/planned-workflow.ts";

/** Thrown when a function is asked about a workflow that it was not deployed with. */
export class UnknownWorkflow extends Error {
  constructor(name: string, known: readonly string[]) {
    const suggestion = didYouMean(name, known) ?? `there are: ${known.join(", ")}`;
    super(`there is no workflow ${JSON.stringify(name)}; ${suggestion}`);
    this.name = "UnknownWorkflow";
  }
}

/** What planning and closing need to know of the workflow `name`. Throws UnknownWorkflow. */
export function plannedWorkflow(name: string): PlannedWorkflow {
  const found = workflows.find((workflow) => workflow.name === name);
  if (found !== undefined) return found;
  throw new UnknownWorkflow(
    name,
    workflows.map((workflow) => workflow.name),
  );
}
