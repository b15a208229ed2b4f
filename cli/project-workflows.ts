import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Workflow } from "../workflow-kit/at-deploy/declaration.ts";
import { UsageError } from "./errors.ts";
import { findProject } from "./project-root.ts";

/** The module that exports a project's workflows as `workflows`, below the project's folder. */
export const declarationsFile = join("workflows", "declarations.ts");

/**
 * The workflows of the project at or above `from`. None outside of a project, and without `declarationsFile`. @throws UsageError for a
 * module without the list
 */
export async function workflowsOf(from: string): Promise<readonly Workflow[]> {
  const root = findProject(from);
  if (root === undefined || !existsSync(join(root, declarationsFile))) return [];
  const { workflows } = await import(pathToFileURL(join(root, declarationsFile)).href);
  if (Array.isArray(workflows)) return workflows;
  throw new UsageError("BL-U002", `${declarationsFile} exports no list as workflows`);
}
