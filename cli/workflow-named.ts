import { must, suggestion } from "@batchline/diagnostics";
import type { Workflow } from "../workflow-kit/at-deploy/declaration.ts";
import { workflows } from "../workflows/declarations.ts";
import { UsageError } from "./errors.ts";

/** The workflow of this name. @throws UsageError with the nearest name */
export function workflowNamed(name: string): Workflow {
  const workflow = workflows.find((candidate) => candidate.name === name);
  if (workflow !== undefined) return workflow;
  const known = workflows.map((candidate) => candidate.name);
  throw new UsageError("BL-U001", `unknown workflow "${name}"${suggestion(name, known)}`);
}

/** The name of the first workflow, for examples in help texts. */
export const exampleWorkflow = must(workflows[0], "a project has a workflow").name;
