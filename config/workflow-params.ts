import { workflows } from "../workflows/declarations.ts";
import type { WorkflowParams } from "./tenants/types.ts";

/** The workflows that a tenant's file may name, with the schemas of their blocks. */
export const workflowParams: WorkflowParams = Object.fromEntries(
  workflows.map(({ name, params }) => [name, params]),
);
