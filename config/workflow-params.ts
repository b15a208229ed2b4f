import { workflows } from "../workflows/declarations.ts";
import type { WorkflowParams } from "./tenants/shared-fields.ts";

/** The workflows that a tenant's file may name, and the schemas of their blocks. */
export const workflowParams: WorkflowParams = Object.fromEntries(
  workflows.map(({ name, params }) => [name, params]),
);
