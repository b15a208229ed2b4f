import { suggestion } from "@batchline/diagnostics";
import type { Workflow } from "../workflow-kit/at-deploy/declaration.ts";
import { UsageError } from "./errors.ts";
import { declarationsFile } from "./project-workflows.ts";

/** The workflow of this name among the project's. @throws UsageError with the nearest name */
export function workflowNamed(name: string, workflows: readonly Workflow[]): Workflow {
  const workflow = workflows.find((candidate) => candidate.name === name);
  if (workflow !== undefined) return workflow;
  const known = workflows.map((candidate) => candidate.name);
  const hint = known.length > 0 ? suggestion(name, known) : `: ${declarationsFile} lists none`;
  throw new UsageError("BL-U001", `unknown workflow "${name}"${hint}`);
}

/** The first workflow's name, for examples in help texts. */
export const exampleOf = ([first]: readonly Workflow[]): string => first?.name ?? "<workflow>";
