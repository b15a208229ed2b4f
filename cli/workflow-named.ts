import { suggestion } from "@batchline/diagnostics";
import type { Workflow } from "../workflow-kit/at-deploy/declaration.ts";
import { UsageError } from "./errors.ts";
import { declarationsFile, workflows } from "./project-workflows.ts";

/** The workflow of this name. @throws UsageError with the nearest name */
export function workflowNamed(name: string): Workflow {
  const workflow = workflows.find((candidate) => candidate.name === name);
  if (workflow !== undefined) return workflow;
  const known = workflows.map((candidate) => candidate.name);
  const hint = known.length > 0 ? suggestion(name, known) : `: ${declarationsFile} lists none`;
  throw new UsageError("BL-U001", `unknown workflow "${name}"${hint}`);
}

/** The name of the first workflow, for examples in help texts. */
export const exampleWorkflow = workflows[0]?.name ?? "<workflow>";
