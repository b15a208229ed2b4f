import { workflows } from "../workflows/all.ts";
import type { Workflow } from "../workflows/workflow.ts";
import { UsageError } from "./errors.ts";
import { suggestion } from "./nearest.ts";

/** The workflow that a command names. Throws UsageError with the nearest name. */
export function workflowNamed(name: string): Workflow {
  const workflow = workflows.find((candidate) => candidate.name === name);
  if (workflow !== undefined) return workflow;
  const known = workflows.map((candidate) => candidate.name);
  throw new UsageError(`there is no workflow "${name}"${suggestion(name, known)}`);
}
